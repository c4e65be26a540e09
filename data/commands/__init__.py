"""Groups of commands of ``python -m data``, one group a module."""

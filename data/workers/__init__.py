"""Processes of their own for work that must not harm the program: they are asked over pipes, bounded and killed."""

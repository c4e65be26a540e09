"""The programme itself: sources, store, rules and views. Knows no screen and imports no UI library."""

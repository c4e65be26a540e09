"""Values in, picture out: nothing here reads data."""

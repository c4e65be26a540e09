"""One figure family per file: a frame in, a picture out. Pure: nothing here knows the screen."""

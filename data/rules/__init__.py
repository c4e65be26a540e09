"""One rule family per file: frame in, frame out; no files, no clock, no screen."""

"""One reader per input format: from a file nobody has checked to a snapshot everybody may rely on."""

"""Tests mirror the tree; tests/browser drives a real Chromium, tests/soak holds the long loops."""

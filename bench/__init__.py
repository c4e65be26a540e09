"""Benchmarks: the dashboard's map beside the plain ways of drawing the same polygons. Run with ``make bench``."""

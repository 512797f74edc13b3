"""Pipit in Python: its model files, its arithmetic in numpy, and its reading of a text."""

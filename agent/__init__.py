"""Afterword: what is said after the interview."""

__version__ = "0.1.0"

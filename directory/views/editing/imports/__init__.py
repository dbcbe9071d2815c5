"""Imports from the browser: what was taken, and taking more."""

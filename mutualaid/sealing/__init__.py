"""Secrets at rest: sealed so that only a key of the ring opens them, and only where they were put.

Nothing is imported here: the settings read ``keys`` while they are being made.
"""

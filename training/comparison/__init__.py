"""Comparison: what a new model changes against an old one, on dev by slice and on a sample of an archive."""


class ComparisonError(Exception):
    """Two models cannot be compared; the message is one sentence that says why."""

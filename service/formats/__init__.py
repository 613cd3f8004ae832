"""Formats: how the command line writes what it found, for people, programs and code hosts."""

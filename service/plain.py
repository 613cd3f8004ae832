"""Plain text: texts of others in one line, which steers neither the terminal that shows it nor the build it is in."""

from __future__ import annotations

import re

# White space, and what would steer a terminal.
_UNSHOWN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COMMAND = "##["  # of GitHub's runner, anywhere in a line; its :: is one only where a line begins


def plain(text: str) -> str:
    """Return a text of one line that moves no cursor and changes no colour, as long as it was."""
    return _UNSHOWN.sub(" ", text)


def inert(text: str) -> str:
    """Return a text, plain, that is no command to a build either where other words stand before it."""
    return plain(text).replace(_COMMAND, "## [")


def still(text: str) -> str:
    """Return a text, plain, that is no command to a build where a line begins with it or is wrapped within it.

    It is as long as it was, so that its words can be marked.
    """
    return plain(text).replace(_COMMAND, "##(").replace("::", ": ")

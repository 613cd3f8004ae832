"""Room: whether what could not be written found none."""

from __future__ import annotations

import errno


def is_full(error: OSError) -> bool:
    """Say whether the disk, or the share of it that the user may have, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)

"""Imported by the process that local workers are forked off: loads the model, which they then share.

Where it cannot be loaded, each worker tries by itself and says why.
"""

from __future__ import annotations

import contextlib
import signal

from evidence.artifact import ArtifactError
from service.bulk import work  # noqa: F401  (all that a worker imports)
from service.bulk.scoring import loaded
from service.model import current_version
from service.settings import Settings, SettingsError

# What the terminal's Ctrl-C reaches is the whole group of processes; the command alone ends the workers.
signal.signal(signal.SIGINT, signal.SIG_IGN)
with contextlib.suppress(ArtifactError, SettingsError):
    loaded(current_version(Settings.from_environment()))

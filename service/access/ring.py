"""The ring: the keys as this process last read them, so that hardly a request waits for the database."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from service.access import cabinet
from service.access.keys import Key, id_of, opens
from service.store.errors import StoreUnavailable
from service.store.store import Store

FRESH = 10.0  # seconds for which what was read counts: so long may a revoked key go on opening
PATIENCE = 0.5  # seconds for which requests that find them too old wait for what is read
ANEW = 1.0  # seconds after which a key that is not there is looked for again: so soon may a new key open


class Ring:
    """The keys of a store, read again in the background; safe to share between threads.

    While the store is gone the keys that were read last go on opening: scoring needs no database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, Key] | None = None
        self._used: dict[str, datetime] = {}
        self._due = 0.0
        self._anew = 0.0
        self._gone: StoreUnavailable | None = None
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._reading: threading.Thread | None = None
        self._begun = 0.0

    def find(self, token: str) -> Key | None:
        """Return the key that the token opens with; raises StoreUnavailable where one cannot be looked for."""
        id_ = id_of(token) or ""
        key = self._current().get(id_) or self._new(id_)
        if not opens(token, key) or key is None:
            return None
        self._used[key.id] = datetime.now(UTC).replace(microsecond=0)
        return key

    def refresh(self) -> None:
        """Write down which keys were used and read all of them; raises StoreUnavailable."""
        with self._lock:
            self._read()

    def leave(self) -> None:
        """Write down which keys were used, as this process ends; what the store does not take is lost."""
        if not self._lock.acquire(timeout=PATIENCE):  # whoever reads now writes it down
            return
        try:
            cabinet.mark_used(self._store, self._used)
        except StoreUnavailable:
            return
        finally:
            self._lock.release()

    def _read(self) -> None:
        used, self._used = self._used, {}
        try:
            cabinet.mark_used(self._store, used)
            self._keys = {key.id: key for key in cabinet.every(self._store)}
            self._gone = None
        except StoreUnavailable as error:
            self._used, self._gone = used | self._used, error
            raise
        finally:
            # Only now: while it is read, whoever comes must find the keys too old, and wait as the first one does.
            self._due = time.monotonic() + FRESH
            self._anew = time.monotonic() + ANEW

    def _current(self) -> dict[str, Key]:
        if self._keys is None:
            self.refresh()
        elif time.monotonic() >= self._due:
            self._await_reading()
        return self._keys or {}

    def _await_reading(self) -> None:
        """Wait for the reading that is under way, begun if there is none, until it has taken PATIENCE.

        However quiet it was since, a revoked key must not open once more, whoever of several began to read; nor may a
        database that hangs hold requests up, so those that come later wait less, or not at all.
        """
        with self._starting:
            if self._reading is None or not self._reading.is_alive():
                self._reading = threading.Thread(target=self._refresh_quietly, daemon=True)
                self._begun = time.monotonic()
                self._reading.start()
            reading, left = self._reading, self._begun + PATIENCE - time.monotonic()
        reading.join(max(0.0, left))

    def _new(self, id_: str) -> Key | None:
        """Return the key of this id if it was made since the keys were read; guesses cost one look a second."""
        if not id_:
            return None
        # Who reads just now may find it; a database that hangs must not keep this one waiting for long.
        if not self._lock.acquire(timeout=ANEW):
            raise StoreUnavailable("The keys are being read, and it takes too long.")
        try:
            if time.monotonic() >= self._anew:
                self._read()
        finally:
            self._lock.release()
        found = (self._keys or {}).get(id_)
        if found is None and self._gone is not None:
            raise self._gone
        return found

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except StoreUnavailable:
            return  # the keys that were read last still count

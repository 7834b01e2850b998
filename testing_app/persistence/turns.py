"""Lets the writers of an embedded database take turns, across threads and processes.

SQLite alone lets a waiting writer ask again after ever longer pauses: under load some wait for seconds while
others pass by. A lock that wakes the next one costs microseconds. It is a courtesy: whoever cannot get it
goes on, and SQLite's own lock decides.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

PATIENCE = 15.0
"""Seconds to wait for the other threads, as long as SQLite waits for its own lock."""


class Turns:
    """The queue before one database file; nobody waits where there is no file."""

    def __init__(self, file: str | None) -> None:
        self._file = f"{file}-turns" if file and file != ":memory:" else None
        self._threads = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until it is one's turn to write."""
        if self._file is None:
            yield
            return
        alone = self._threads.acquire(timeout=PATIENCE)
        try:
            with _locked(self._file):
                yield
        finally:
            if alone:
                self._threads.release()


@contextmanager
def _locked(file: str) -> Iterator[None]:
    """A lock between processes; the system takes it back from one that dies."""
    descriptor = None
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)

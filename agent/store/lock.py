"""One process at a time: an OS lock on the state directory, held for the life of the process (A7).

Not a pid file: the kernel lets go of it however the process ends.
"""

import fcntl
import os
from pathlib import Path

from agent.errors import OwnerError


class StateLock:
    """Taken by being made; raises `OwnerError` where another process holds it."""

    def __init__(self, directory: Path) -> None:
        self._handle = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise OwnerError(
                f"Afterword is already running on {directory}: stop that one first"
                " (systemctl stop afterword), or choose another state.directory."
            ) from error

    def release(self) -> None:
        os.close(self._handle)

"""A value made at most once, on first use, whichever thread asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """
    Calls `make` on first use and gives everyone the same value, or the same exception.

    Other threads that ask meanwhile wait for the first.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._value: T | None = None
        self._error: Exception | None = None
        self._done = False

    def begin(self) -> None:
        """Start making the value in the background. Whoever asks for it meanwhile waits until it is there."""
        threading.Thread(target=self._settle, name="golive ahead of need", daemon=True).start()

    def __call__(self) -> T:
        """Return the value, making it now if nobody has."""
        self._settle()
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # set whenever no error is: T may itself be None

    def _settle(self) -> None:
        with self._lock:
            if self._done:
                return
            try:
                self._value = self._make()
            except Exception as error:  # noqa: BLE001 - kept, and raised to everyone who asks
                self._error = error
            self._done = True

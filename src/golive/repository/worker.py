"""A process that scans files for another one: `python -m golive.repository.worker`, started by `parallel` only."""

from __future__ import annotations

import sys
from typing import IO

from golive.repository.tree_work import scan_file
from golive.repository.wire import receive, send


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Read what to look for and where, then answer batches of names with their outcomes. Ends with its input."""
    rules, prefix, largest = receive(source)
    scanner = rules.scanner()
    while True:
        try:
            batch = receive(source)
        except EOFError:
            return
        send(target, [scan_file(scanner, prefix + name, largest, stamped=True) for name in batch])


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

"""`golive version`."""

from __future__ import annotations


def version() -> None:
    """Print the version."""
    from golive import __version__
    from golive.cli.terminal import write_out

    write_out(f"golive {__version__}")

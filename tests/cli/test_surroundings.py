"""What golive takes from its surroundings."""

from __future__ import annotations

from pathlib import Path

import pytest

from golive.cli.surroundings import cache_folder


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/var/c", "HOME": "/home/a"}, "/var/c/golive"),
        ({"HOME": "/home/a"}, "/home/a/.cache/golive"),
        ({"XDG_CACHE_HOME": "", "HOME": "/home/a"}, "/home/a/.cache/golive"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, "/home/a/.cache/golive"),
        ({"HOME": "relative"}, None),
        ({}, None),
    ],
)
def test_the_cache_is_where_this_system_keeps_caches(environ, folder):
    assert cache_folder(environ) == (folder and Path(folder))

"""What builds leave for browsers is found, within limits, and nothing beyond the repository."""

from __future__ import annotations

import pytest

from golive.clock import Deadline, SystemClock
from golive.repository import built
from golive.repository.built import find_built
from support.fake_clock import FakeClock


def find(root, *packages):
    return find_built(root, packages or ("",), Deadline(SystemClock(), 30.0))


def write(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")


def test_outputs_of_every_package_are_listed_in_order(tmp_path):
    write(tmp_path, "public/b.js", "public/a.css", "web/.next/static/c.js", "other/public/d.js")
    assert find(tmp_path, "web/", "").names == ("public/a.css", "public/b.js", "web/.next/static/c.js")


def test_there_may_be_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(built, "MOST_FILES", 2)
    write(tmp_path, "public/a.js", "public/b.js", "public/c.js")
    found = find(tmp_path)
    assert found.cut
    assert len(found.names) == 2


def test_time_may_be_up(tmp_path):
    write(tmp_path, "public/a.js", "public/b.js")
    clock = FakeClock()
    late = Deadline(clock, 1.0)
    clock.sleep(2.0)
    assert find_built(tmp_path, [""], late).cut


def test_folders_within_folders_have_an_end(tmp_path):
    write(tmp_path, "public/" + "d/" * 12 + "in.js", "public/" + "d/" * 13 + "out.js")
    assert [name.rpartition("/")[2] for name in find(tmp_path).names] == ["in.js"]


def test_a_folder_that_cannot_be_read_is_survived(tmp_path, monkeypatch):
    write(tmp_path, "public/a.js", "dist/x/index.html")

    def scandir(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(built.os, "scandir", scandir)
    assert find(tmp_path).names == ()


@pytest.mark.parametrize("link", ["public", "dist"])
def test_links_lead_nowhere(tmp_path, link):
    write(tmp_path, "outside/index.html", "outside/a.js")
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / link).symlink_to(tmp_path / "outside")
    assert find(tmp_path / "repo").names == ()

"""Writing a file as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from golive.replacing import mode_of, replace_file


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_has_the_new_content_and_the_permissions_that_are_asked_for(tmp_path, durable):
    file = tmp_path / "file"
    file.write_text("old")
    replace_file(file, b"new", 0o640, durable=durable)
    assert (file.read_bytes(), mode_of(file)) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_put_in_place_leaves_everything_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("old")

    def refuse(_self, _target):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        replace_file(file, b"new", 0o600)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]

from __future__ import annotations

import json
import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.errors import UsageError
from golive.evidence.contents import CALL, CONTENTS, MANIFEST, REPORT
from golive.evidence.manifest import digest_of, read_manifest, write_manifest
from golive.evidence.verifying import verify
from support.packs import NOT_PASSED, PASSED, open_call, ready_call


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return ready_call().finish(PASSED, tmp_path_factory.mktemp("packs"))


@pytest.fixture
def pack(made, tmp_path):
    """Return a copy of a pack, to be spoilt."""
    return shutil.copytree(made.folder, tmp_path / "pack")


def seal(pack):
    """Write a manifest that fits the files, as somebody would who knows how."""
    contents = {one.name: one.read_bytes() for one in pack.iterdir() if one.name != MANIFEST}
    (pack / MANIFEST).write_bytes(write_manifest(contents))


def change(pack, name, **values):
    """Change some values of a JSON file, and seal the pack again."""
    document = json.loads((pack / name).read_text())
    (pack / name).write_text(json.dumps({**document, **values}))
    seal(pack)


def test_a_pack_as_it_was_written_is_whole(made):
    checked = verify(made.folder, digest=made.digest.upper())
    assert checked.problems == ()
    assert checked.whole
    assert checked.digest == made.digest
    assert [one.name for one in checked.minutes.sign_offs] == ["Ada Lovelace", "Grace Hopper"]


def test_a_pack_without_the_attestation_of_the_call_is_whole_as_well(tmp_path):
    finished = open_call().finish(NOT_PASSED, tmp_path)
    assert verify(finished.folder, digest=finished.digest).problems == ()


@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("name", CONTENTS)
def test_one_changed_byte_in_any_file_is_reported(pack, name, where):
    content = bytearray((pack / name).read_bytes())
    at = {"first": 0, "middle": len(content) // 2, "last": len(content) - 1}[where]
    content[at] ^= 1
    (pack / name).write_bytes(content)
    assert f"{name} was changed" in verify(pack).problems


def test_one_changed_byte_of_the_manifest_is_reported(pack):
    whole = (pack / MANIFEST).read_bytes()
    digest = digest_of(whole)
    for at in range(0, len(whole), 9):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        (pack / MANIFEST).write_bytes(spoilt)
        problems = verify(pack, digest=digest).problems
        assert any("not the one that was written down" in one for one in problems)
        assert len(problems) > 1, at


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_that_was_taken_away_is_reported(pack, name):
    (pack / name).unlink()
    assert f"{name} is missing" in verify(pack).problems


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_taken_away_from_the_manifest_too_is_reported(pack, name):
    (pack / name).unlink()
    seal(pack)
    assert f"{name} is missing in the manifest" in verify(pack).problems


@pytest.mark.parametrize("name", ["more.txt", ".hidden", "report.html.bak", "a\nb", "\x1b[31m"])
def test_a_file_that_was_added_is_reported(pack, name):
    (pack / name).write_text("")
    found = [one for one in verify(pack).problems if "was added" in one]
    assert len(found) == 1
    assert found[0].isprintable()


def test_a_file_that_was_added_and_sealed_is_reported(pack):
    (pack / "more.txt").write_text("")
    seal(pack)
    assert verify(pack).problems == ("more.txt was added: golive writes no such file",)


def test_a_folder_that_was_added_is_reported(pack):
    (pack / "more").mkdir()
    assert verify(pack).problems == ("more was added: the manifest does not name it",)


@pytest.mark.parametrize("name", [*CONTENTS, MANIFEST])
def test_a_link_in_the_place_of_a_file_is_reported_even_where_it_leads_to_the_same(pack, name):
    (pack / name).rename(pack.parent / name)
    (pack / name).symlink_to(pack.parent / name)
    assert f"{name} is a link" in verify(pack).problems


def test_a_pipe_in_the_place_of_a_file_is_reported_and_holds_nobody_up(pack):
    (pack / "README.txt").unlink()
    os.mkfifo(pack / "README.txt")
    assert "README.txt is no regular file" in verify(pack).problems


def test_a_folder_in_the_place_of_a_file_is_reported(pack):
    (pack / "README.txt").unlink()
    (pack / "README.txt").mkdir()
    assert "README.txt is no regular file" in verify(pack).problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "does not end with a line break"),
        ("\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  ../call.json\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  /etc/passwd\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  a/b\n", "line 1 of the manifest is not"),
        (f"{'0' * 64} *a\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  .hidden\n", "line 1 of the manifest is not"),
        (f"{'A' * 64}  a\n", "line 1 of the manifest is not"),
        (f"{'0' * 63}  a\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  a\r\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  a\n\n", "line 2 of the manifest is not"),
        (f"{'0' * 64}  \u0430\n", "line 1 of the manifest is not"),
        (f"{'0' * 64}  a\n{'0' * 64}  a\n", "line 2 of the manifest names a again"),
        (f"{'0' * 64}  b\n{'0' * 64}  a\n", "not sorted"),
        (f"{'0' * 64}  {MANIFEST}\n", "names itself"),
    ],
)
def test_a_manifest_that_golive_would_not_write_is_reported(pack, text, problem):
    (pack / MANIFEST).write_text(text)
    assert any(problem in one for one in verify(pack).problems)


@given(st.binary(max_size=300))
def test_any_manifest_is_read_without_a_crash(content):
    found = read_manifest(content)
    assert found.problems or write_manifest({}) == b""


@given(st.dictionaries(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True), st.binary(), min_size=1))
def test_a_manifest_says_what_was_written(contents):
    found = read_manifest(write_manifest(contents))
    assert found.problems == ()
    assert found.digests == {name: digest_of(content) for name, content in contents.items()}


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"profile_digest": "sha256:other"}, "the profile's digest"),
        ({"golive_version": "9.9"}, "the version of golive"),
        ({"provider": "octopuscards"}, "the provider"),
        ({"environment": "sandbox"}, "the environment"),
        ({"verdict": "NOT READY"}, "the verdict"),
        ({"exit_code": 1}, "the exit code"),
        ({"played": ["api.example.com"]}, "the hosts that were played"),
        ({"lines": []}, "the lines of the checklist"),
        ({"sign_offs": []}, "nobody signed off"),
        ({"outcome": "passed with follow-ups"}, "does not go with the verdict"),
        ({"ended_at": "2020-01-01T00:00:00Z"}, "ends before it begins"),
        ({"reason": "they said so"}, "no attestation of path.certification-call"),
        ({"golive_call": 2}, "does not know its format"),
        ({"more": 1}, "golive writes no 'more' here"),
        ({"sign_offs": [{"party": "both"}]}, "there is no name"),
    ],
)
def test_a_sealed_pack_whose_parts_contradict_each_other_is_reported(pack, values, what):
    change(pack, CALL, **values)
    assert any(what in one for one in verify(pack).problems)


def test_a_sealed_pack_with_a_prettier_report_is_reported(tmp_path):
    pack = open_call().finish(NOT_PASSED, tmp_path).folder
    change(pack, REPORT, verdict="READY", exit_code=0)
    assert any(one.startswith("report.json cannot be read: ") for one in verify(pack).problems)


def test_a_pack_of_another_version_that_cannot_be_read_says_with_which_one_it_can(pack):
    (pack / REPORT).write_text("{}")
    change(pack, CALL, golive_version="7.5")
    (problem,) = verify(pack).problems
    assert "golive 7.5 wrote it" in problem


@pytest.mark.parametrize("name", [CALL, REPORT])
@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"a":1,"a":2}', b"[" * 100_000])
def test_a_sealed_pack_with_a_broken_document_is_reported(pack, name, content):
    (pack / name).write_bytes(content)
    seal(pack)
    assert any(one.startswith(f"{name} cannot be read: ") for one in verify(pack).problems)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_sealed_document_is_no_crash(pack, made, data):
    name = data.draw(st.sampled_from([CALL, REPORT]))
    text = (made.folder / name).read_text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 100)))
    changed = text[:start] + data.draw(st.text(alphabet='{}[]",:0aé\x1b\n', max_size=20)) + text[end:]
    (pack / name).write_text(changed)
    seal(pack)
    for one in verify(pack).problems:
        assert one.isprintable()
    shutil.copy(made.folder / name, pack / name)


def test_a_folder_without_a_manifest_is_no_pack(tmp_path):
    with pytest.raises(UsageError, match="is no evidence pack"):
        verify(tmp_path)


def test_a_folder_that_is_not_there_is_no_pack(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "nothing", tmp_path / "file"):
        with pytest.raises(UsageError, match="there is no folder"):
            verify(path)

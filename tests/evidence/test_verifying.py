from __future__ import annotations

import json
import os
import shutil
import subprocess

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


def newer_report(pack):
    (pack / REPORT).write_text("{}")
    change(pack, CALL, golive_version="7.5")


def newer_minutes(pack):
    change(pack, CALL, golive_version="7.5", golive_call=2, something="new")


def newer_file(pack):
    (pack / REPORT).write_text("{}")
    (pack / "call.html").write_text("")
    change(pack, CALL, golive_version="7.5")


@pytest.mark.parametrize("newer", [newer_report, newer_minutes, newer_file])
def test_of_a_sound_pack_that_another_version_wrote_nothing_is_claimed_but_who_can_tell(pack, newer):
    newer(pack)
    checked = verify(pack)
    assert checked.problems == ()
    assert checked.writer == "7.5"
    assert not checked.whole
    (pack / "report.html").write_text("")
    assert "report.html was changed" in verify(pack).problems


def test_what_this_version_wrote_is_judged_whatever_it_holds(pack):
    change(pack, CALL, golive_call=2)
    checked = verify(pack)
    assert checked.writer == ""
    assert checked.problems == ("call.json cannot be read: this version of golive does not know its format",)


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
    with pytest.raises(UsageError, match="there is no folder"):
        verify(tmp_path / "nothing")


def test_of_a_file_it_is_said_that_a_pack_is_a_folder(tmp_path):
    (tmp_path / "pack.zip").write_bytes(b"PK")
    with pytest.raises(UsageError, match="is a file: name the folder of the pack, unpacked"):
        verify(tmp_path / "pack.zip")


@pytest.mark.parametrize(
    ("name", "source"), [("report.html", "report.json"), ("README.txt", "call.json"), ("call.html", "call.json")]
)
def test_a_page_that_does_not_say_what_the_data_says_is_reported_though_the_manifest_fits(pack, name, source):
    text = (pack / name).read_text()
    (pack / name).write_text(text.replace("Ada Lovelace", "Eve").replace("base URL", "base URI"))
    seal(pack)
    assert verify(pack).problems == (f"{name} is not the page that golive makes of {source}",)


def test_the_pages_of_another_version_are_not_judged(pack):
    for name in (CALL, REPORT):
        text = (pack / name).read_text()
        version = json.loads((pack / CALL).read_text())["golive_version"]
        (pack / name).write_text(text.replace(f'"{version}"', '"99.0"'))
    seal(pack)
    assert not any("is not the page" in problem for problem in verify(pack).problems)


def test_a_manifest_without_end_is_not_read(pack):
    (pack / MANIFEST).write_text("".join(f"{'0' * 64}  f{number}\n" for number in range(1_000)))
    assert verify(pack).problems == ("SHA256SUMS is larger than 16 KiB",)


def test_the_files_of_two_packs_do_not_go_together(pack, tmp_path):
    call = ready_call()
    call.note(call.current.id, "another call")
    other = call.finish(PASSED, tmp_path / "other").folder
    for name in (CALL, REPORT):
        mixed = shutil.copytree(pack, tmp_path / f"mixed-{name}")
        shutil.copy(other / name, mixed / name)
        assert f"{name} was changed" in verify(mixed).problems
        seal(mixed)
        assert verify(mixed).problems != ()


@pytest.mark.parametrize(
    "line",
    [
        "{digest} *{name}",
        "{digest}  {name}\r",
        "{upper}  {name}",
        "{digest}  {name}\n{digest}  {name}",
        "{digest}  ./{name}",
        "{digest}  ../pack/{name}",
        "{digest}  /etc/passwd",
        "{digest}  ..\\{name}",
        "\\{digest}  {name}\\n",
        "{digest}  {name} ",
        " {digest}  {name}",
        "{digest}  .{name}",
        "# {digest}  {name}",
        "\x1b[2K{digest}  {name}",
        "{digest}\t{name}",
        "SHA256 ({name}) = {digest}",
    ],
)
def test_a_manifest_in_any_other_spelling_is_reported_in_harmless_words(pack, line):
    lines = (pack / MANIFEST).read_text().splitlines()
    digest, name = lines[0].split()
    written = line.format(digest=digest, name=name, upper=digest.upper())
    (pack / MANIFEST).write_bytes("\n".join([written, *lines[1:], ""]).encode())
    checked = verify(pack)
    assert any(problem.startswith("line ") for problem in checked.problems)
    assert all(problem.isprintable() for problem in checked.problems)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "link", "dangling"])
@pytest.mark.parametrize("name", [*CONTENTS, MANIFEST])
def test_what_is_no_file_is_reported_and_nobody_waits_for_it(pack, name, kind, monkeypatch):
    import socket

    monkeypatch.chdir(pack)  # a socket's path has to be short
    (pack / name).rename(pack.with_name("away"))
    match kind:
        case "pipe":
            os.mkfifo(pack / name)
        case "socket":
            with socket.socket(socket.AF_UNIX) as one:
                one.bind(name)
        case "folder":
            (pack / name).mkdir()
        case "link":
            (pack / name).symlink_to("../away")
        case _:
            (pack / name).symlink_to("nowhere")
    checked = verify(pack)
    assert any(problem.startswith(f"{name} ") for problem in checked.problems)
    assert not checked.whole


@pytest.mark.parametrize("name", [".hidden", "call.json ", "re\x1b[31mport", "Call.json", "call.json\n", "\u202ecall"])
def test_whatever_else_lies_in_the_folder_is_reported_in_harmless_words(pack, name):
    (pack / name).write_text("")
    (problem,) = verify(pack).problems
    assert problem.endswith(" was added: the manifest does not name it")
    assert problem.isprintable()


def test_a_copy_from_an_archive_is_whole(made, tmp_path):
    shutil.unpack_archive(shutil.make_archive(str(tmp_path / "pack"), "zip", made.folder), tmp_path / "copy")
    assert verify(tmp_path / "copy", digest=made.digest).problems == ()


def test_a_hard_link_to_the_same_bytes_changes_nothing(pack, tmp_path):
    os.link(pack / REPORT, tmp_path / "second")
    assert verify(pack).whole


def test_a_moment_that_no_calendar_has_is_reported(pack):
    change(pack, CALL, started_at="0001-01-01T00:00:00+14:00")
    assert any(problem.startswith("call.json cannot be read: started_at") for problem in verify(pack).problems)


def test_sums_of_coreutils_agree(made):
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not installed")
    done = subprocess.run([program, "--check", "--strict", MANIFEST], cwd=made.folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr

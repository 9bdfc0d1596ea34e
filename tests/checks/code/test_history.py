"""code.history: a credential that was ever committed is found at its commit and path, and is to be rotated."""

from __future__ import annotations

import base64
import os

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive.providers.octopuscards import PROVIDER as OCTOPUSCARDS
from golive.repository import history as reading
from golive.repository import search
from golive.repository.search import End
from golive.repository.secrets import Scanner, Searched
from golive_checks.code.history import history
from support.context import make_context, of_level, run
from support.fake_clock import FakeClock
from support.git_repository import GitRepository, new_repository

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
OTHER = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
PROFILE = """
version: 1
provider: anton
REPOSITORY
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""


@pytest.fixture
def repo(tmp_path):
    return new_repository(tmp_path / "repo")


def context(repo, repository="", **options):
    root = repo.root if isinstance(repo, GitRepository) else repo
    folder = root.parent / "profile"
    folder.mkdir(exist_ok=True)
    settings = f"repository: {{root: {root}{repository}}}"
    return make_context(folder, PROFILE.replace("REPOSITORY", settings), environ={"KEY": LIVE}, **options)


def findings(repo, repository="", **options):
    return run(history, context(repo, repository, **options))


def fails(repo, repository=""):
    return of_level(findings(repo, repository), Level.FAIL)


def test_a_clean_history_passes_and_says_how_much_was_read(repo):
    repo.commit(a="1")
    repo.commit(a="2", b="1")
    [(place, message)] = of_level(findings(repo), Level.SEEN)
    assert place == "None"
    assert message == "2 file contents of the history read, 5 credential formats and 1 exact value searched"


def test_a_deleted_file_is_found_at_the_commit_that_added_it(repo):
    repo.commit(x="1")
    repo.write("src/pay.py", f"\nKEY = '{OTHER}'\n")
    added = repo.commit()
    (repo.root / "src" / "pay.py").unlink()
    repo.commit()
    [(place, message)] = fails(repo)
    assert place == "src/pay.py:2"
    assert f"added by commit {added[:12]}, no longer in HEAD" in message
    assert "live API key ak_live_*** (fingerprint " in message
    assert "Kq7m" not in message


def test_the_remedy_is_to_rotate(repo):
    assert history.remedy.startswith("Rotate the credential")


def test_a_value_of_the_profile_is_found_by_its_name_and_also_encoded(repo):
    encoded = base64.b64encode(f"user:{LIVE}".encode()).decode()
    repo.commit(a=f"auth: {encoded}\n")
    repo.commit(a="auth: none\n")
    [(place, message)] = fails(repo)
    assert place == "a:1"
    assert "api_key of prod" in message
    assert "as base64" in message


def test_a_credential_that_is_still_there_says_so(repo):
    repo.commit(a=OTHER)
    repo.commit(b="1")
    [(_, message)] = fails(repo)
    assert message.endswith(", still in HEAD")


def test_many_versions_of_a_file_with_one_credential_are_one_finding(repo):
    first = repo.commit(a=f"1 {OTHER}")
    repo.commit(a=f"2 {OTHER}", b=f"\n\n{OTHER}")
    repo.commit(a=f"3 {OTHER}", b="")
    [(place, message)] = fails(repo)
    assert place == "a:1"
    assert f"added by commit {first[:12]}, in 3 commits and 2 files altogether, still in HEAD" in message


def test_several_credentials_are_several_findings_in_a_fixed_order(repo):
    repo.commit(b=OTHER, a=f"x\n{LIVE}")
    repo.commit(a="", b="")
    found = fails(repo)
    assert [place for place, _ in found] == ["a:2", "b:1"]
    assert findings(repo) == findings(repo)


def test_a_commit_that_was_rewritten_away_is_found_by_the_reflog(repo):
    repo.commit(a="1")
    lost = repo.commit(a=OTHER)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit(a="2")
    [(place, message)] = fails(repo)
    assert place == "a:1"
    assert f"commit {lost[:12]}, which only the stash, a note or the reflog still holds" in message


def test_an_amended_commit_is_found(repo):
    repo.commit(a=OTHER)
    repo.write("a", "2")
    repo.git("commit", "-q", "--amend", "-am", "x")
    assert len(fails(repo)) == 1


def test_what_only_the_resolution_of_a_merge_holds_is_found_at_the_merge(repo):
    repo.commit(a="1")
    repo.git("checkout", "-q", "-b", "other")
    repo.commit(a="2")
    repo.git("checkout", "-q", "main")
    repo.commit(a="3")
    repo.git("merge", "-q", "other", fails=True)
    merge = repo.commit(a=f"\n\n{OTHER}")
    repo.commit(a="4")
    [(place, message)] = fails(repo)
    assert place == "a:3"
    assert f"added by commit {merge[:12]}" in message


def test_what_a_merge_only_takes_over_is_found_where_it_came_from(repo):
    repo.commit(a="1")
    repo.git("checkout", "-q", "-b", "other")
    origin = repo.commit(b=OTHER)
    repo.git("checkout", "-q", "main")
    repo.commit(a="3")
    repo.git("merge", "-q", "other", "-m", "x")
    [(_, message)] = fails(repo)
    assert f"added by commit {origin[:12]}, still in HEAD" in message


def test_another_branch_is_read(repo):
    repo.commit(a="1")
    repo.git("checkout", "-q", "-b", "other")
    repo.commit(b=OTHER)
    repo.git("checkout", "-q", "main")
    [(place, message)] = fails(repo)
    assert place == "b:1"
    assert message.endswith("no longer in HEAD") or "not in HEAD" in message


def test_a_commit_that_only_a_tag_holds_is_found(repo):
    repo.commit(a="1")
    repo.git("checkout", "-q", "--detach")
    tagged = repo.commit(a=OTHER)
    repo.git("tag", "-a", "v1", "-m", "x")
    repo.git("checkout", "-q", "main")
    repo.git("reflog", "expire", "--expire=now", "--all")
    [(_, message)] = fails(repo)
    assert f"commit {tagged[:12]}," in message
    assert "stash" not in message


def test_the_stash_is_read_with_its_older_entries_and_untracked_files(repo):
    repo.commit(a="1")
    repo.write("a", LIVE)
    repo.git("stash", "-q")
    repo.write("new", OTHER)
    repo.git("stash", "-q", "-u")
    found = fails(repo)
    assert [place for place, _ in found] == ["a:1", "new:1"]
    assert all("which only the stash" in message for _, message in found)


def test_a_note_is_read(repo):
    repo.commit(a="1")
    repo.git("notes", "add", "-m", OTHER)
    assert len(fails(repo)) == 1


def test_a_remote_branch_is_read(repo, tmp_path):
    repo.commit(a="1")
    repo.git("checkout", "-q", "-b", "other")
    repo.commit(b=OTHER)
    repo.git("checkout", "-q", "main")
    repo.git("clone", "-q", str(repo.root), str(tmp_path / "clone"))
    assert len(fails(tmp_path / "clone")) == 1


def test_a_replaced_object_is_read_as_it_was(repo):
    repo.commit(a=OTHER)
    blob = repo.git("rev-parse", "HEAD:a")
    harmless = repo.git("hash-object", "-w", "--stdin", given=b"harmless")
    repo.git("replace", blob, harmless)
    assert [place for place, _ in fails(repo)] == ["a:1"]


def test_a_graft_does_not_cut_history_off(repo):
    repo.commit(a=OTHER)
    newest = repo.commit(a="2")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.write(".git/info/grafts", f"{newest}\n")
    assert len(fails(repo)) == 1


def test_what_is_added_and_not_committed_says_so(repo):
    repo.commit(a="1")
    repo.write("deploy/x.env", OTHER)
    repo.git("add", ".")
    [(place, message)] = fails(repo)
    assert place == "deploy/x.env:1"
    assert "added to the index and not committed yet" in message


def test_a_content_that_only_a_tag_of_its_own_holds_is_found_without_a_commit(repo):
    repo.commit(a="1")
    blob = repo.git("hash-object", "-w", "--stdin", given=OTHER.encode())
    repo.git("tag", "key", blob)
    [(place, message)] = fails(repo)
    assert place == "None"
    assert f"in the content {blob[:12]}, whose commit is not known" in message


def test_a_renamed_file_is_found_once_under_its_first_name(repo):
    first = repo.commit(old=f"{OTHER}\n")
    repo.git("mv", "old", "new")
    repo.commit()
    [(place, message)] = fails(repo)
    assert place == "old:1"
    assert f"commit {first[:12]}, in 2 commits and 2 files altogether, still in HEAD" in message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_every_encoding_is_read(repo, encoding):
    repo.commit(a=f"é first line of a file\r\n{OTHER}\r\nlast line\r\n".encode(encoding))
    repo.commit(a="")
    assert [place for place, _ in fails(repo)] == ["a:2"]


def test_names_with_line_breaks_escapes_and_broken_utf8_are_shown_harmless(repo):
    repo.write(os.fsdecode(b"bad\xff\n\x1b[2J"), OTHER)
    repo.commit()
    [(place, _)] = fails(repo)
    assert place == r"bad\udcff\n\x1b[2J:1"


def test_a_path_that_looks_like_an_id_or_a_change_is_a_path(repo):
    for name in (":100644 100644 a b M", "c" * 40):
        repo.write(name, OTHER)
    repo.commit()
    [(place, message)] = fails(repo)
    assert place == ":100644 100644 a b M:1"
    assert "in 1 commit and 2 files altogether" in message


def test_a_sandbox_credential_may_stand_in_tests_and_warns_elsewhere(repo):
    repo.write("tests/test_a.py", TEST)
    repo.commit()
    repo.git("rm", "-q", "tests/test_a.py")
    repo.commit(x="1")
    assert {finding.level for finding in findings(repo)} == {Level.SEEN}
    repo.write("app.py", f"\n{TEST}")
    repo.commit()
    [(place, message)] = of_level(findings(repo), Level.WARN)
    assert place == "app.py:2"
    assert message.startswith("sandbox credential outside of tests in the history: ")


def test_excluded_paths_are_left_out_unless_the_content_was_elsewhere_too(repo):
    repo.write("third_party/a", OTHER)
    repo.commit()
    assert fails(repo, ", exclude: [third_party/]") == []
    repo.write("mine", OTHER)
    repo.commit()
    assert len(fails(repo, ", exclude: [third_party/]")) == 1


def test_the_history_of_an_outer_repository_is_named_from_the_root(repo):
    repo.write("services/pay/a.py", OTHER)
    repo.write("services/b.py", LIVE)
    repo.commit()
    inner = GitRepository(repo.root / "services" / "pay")
    assert [place for place, _ in fails(inner)] == ["../b.py:1", "a.py:1"]


def test_submodules_and_repositories_that_nobody_added_are_read_too(repo, tmp_path):
    library = new_repository(tmp_path / "library")
    library.commit(lib=OTHER)
    library.commit(lib="1")
    repo.commit(a="1")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.root), "sub")
    repo.commit()
    inner = new_repository(repo.root / "deep" / "inner")
    inner.commit(x=LIVE)
    inner.commit(x="1")
    assert [place for place, _ in fails(repo)] == ["deep/inner/x:1", "sub/lib:1"]


def test_a_linked_work_tree_reads_all_of_the_repository(repo, tmp_path):
    repo.commit(a=OTHER)
    repo.commit(a="1")
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")
    assert len(fails(tmp_path / "linked")) == 1


def test_a_commit_on_the_detached_head_of_another_work_tree_is_read(repo, tmp_path):
    repo.commit(a="1")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    GitRepository(tmp_path / "linked").commit(a=OTHER)
    assert len(fails(repo)) == 1


def test_a_shallow_clone_cannot_pass(repo, tmp_path):
    repo.commit(a=OTHER)
    repo.commit(a="1")
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "clone"))
    found = findings(tmp_path / "clone")
    [unknown] = [finding for finding in found if finding.level is Level.UNKNOWN]
    assert "holds the newest commits only" in unknown.message
    assert "fetch-depth: 0" in unknown.fix


def test_a_partial_clone_is_not_filled_and_cannot_pass(repo, tmp_path):
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit(a=OTHER)
    repo.commit(a="1")
    clone = GitRepository(tmp_path / "clone")
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.root}", str(clone.root))
    packs = sorted(clone.root.rglob("*.pack"))
    found = findings(clone)
    assert [finding.message for finding in found if "1 file content of the history" in finding.message]
    assert [finding.level for finding in found] == [Level.UNKNOWN, Level.SEEN]
    assert sorted(clone.root.rglob("*.pack")) == packs


def test_a_content_over_the_limit_is_a_warning_with_its_name(repo):
    repo.commit(big="x" * 2000 + OTHER, small="1")
    ctx = context(repo)
    object.__setattr__(ctx.repository, "largest", 1000)
    found = run(history, ctx)
    assert [(str(finding.place), finding.level) for finding in found] == [("big", Level.WARN), ("None", Level.SEEN)]


def test_an_empty_repository_is_unknown(repo):
    assert [finding.level for finding in findings(repo)] == [Level.UNKNOWN]


def test_a_branch_without_a_commit_beside_others_does_not_matter(repo):
    repo.commit(a=OTHER)
    repo.git("checkout", "-q", "--orphan", "fresh")
    repo.git("rm", "-rqf", ".")
    [(_, message)] = fails(repo)
    assert "no longer in HEAD" in message


def test_without_git_it_is_unknown(tmp_path):
    (tmp_path / "repo").mkdir()
    with pytest.raises(Unverified, match="no git repository"):
        findings(tmp_path / "repo")


def test_without_the_program_git_it_says_so(repo, monkeypatch):
    repo.commit(a=OTHER)
    monkeypatch.setattr("golive.repository.git.shutil.which", lambda _name: None)
    with pytest.raises(Unverified, match="git is not installed here"):
        findings(repo)


def test_a_damaged_repository_is_unknown(repo):
    repo.commit(a=OTHER)
    blob = repo.git("rev-parse", "HEAD:a")
    path = repo.root / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"garbage")
    found = findings(repo)
    assert Level.UNKNOWN in {finding.level for finding in found}


def test_a_history_that_takes_too_long_is_unknown_with_how_much_was_read(repo, monkeypatch):
    for index in range(5):
        repo.commit(a=f"{index}" + (OTHER if index == 0 else ""))
    clock = FakeClock()

    def slow(output, size, deadline, real=reading._content):
        clock.sleep(15.0)
        return real(output, size, deadline)

    monkeypatch.setattr(reading, "_content", slow)
    found = findings(repo, clock=clock)
    [(_, message)] = of_level(found, Level.UNKNOWN)
    assert "4 of about 5 file contents read" in message
    assert "took longer than 50 s" in message


def test_more_contents_than_fit_on_a_command_line_are_looked_up_at_once(repo, monkeypatch):
    monkeypatch.setattr(reading, "_MOST_NAMED", 1)
    first = repo.commit(a=f"1 {OTHER}")
    repo.commit(a=f"2 {OTHER}")
    [(place, message)] = fails(repo)
    assert place == "a:1"
    assert first[:12] in message


def test_contents_are_asked_for_in_several_batches(repo, monkeypatch):
    monkeypatch.setattr(reading, "_BATCH", 2)
    for index in range(5):
        repo.commit(a=f"{index}")
    assert "5 file contents" in findings(repo)[-1].message


def test_a_remark_in_the_newest_commit_speaks_for_older_ones(repo):
    repo.commit(a=f"k = '{OTHER}'\n")
    marked = f"k = '{OTHER}'  # golive: ignore[code.history] made up for a test\n"
    repo.commit(a=marked)
    found = findings(repo)
    assert {finding.level for finding in found} == {Level.SEEN}
    assert "1 finding is ignored by a remark in the file: a:1 (made up for a test)" in found[0].message
    assert of_level(findings(repo, inline_ignores=False), Level.FAIL)
    repo.commit(a="")
    assert len(fails(repo)) == 1, "what is no longer there speaks for nothing"


@pytest.mark.parametrize("text", ["golive: ignore[code.history]", "golive: ignore[code.secrets] made up"])
def test_a_remark_without_a_reason_or_about_another_check_counts_for_nothing(repo, text):
    repo.commit(a=f"k = '{OTHER}'  # {text}\n")
    assert len(fails(repo)) == 1


def test_the_credential_in_use_cannot_be_ignored(repo):
    repo.commit(a=f"k = '{LIVE}'  # golive: ignore[code.history] made up for a test\n")
    assert len(fails(repo)) == 1


def test_a_second_run_reads_only_what_is_new_and_says_the_same(repo, tmp_path, monkeypatch):
    repo.commit(a="1", b=OTHER)
    repo.commit(a="2")
    first = findings(repo, cache=tmp_path / "cache")
    asked = []

    def spy(git, ids, largest, deadline, real=reading.read_blobs):
        asked.append(len(ids))
        return real(git, ids, largest, deadline)

    monkeypatch.setattr("golive_checks.code._history.read_blobs", spy)
    assert findings(repo, cache=tmp_path / "cache") == first
    repo.commit(a="3")
    assert of_level(findings(repo, cache=tmp_path / "cache"), Level.FAIL) == of_level(first, Level.FAIL)
    assert asked == [1, 2]


def test_a_run_goes_on_where_the_last_one_stopped(repo, tmp_path, monkeypatch):
    for index in range(5):
        repo.commit(a=f"{index}")
    clock = FakeClock()

    def slow(output, size, deadline, real=reading._content):
        clock.sleep(15.0)
        return real(output, size, deadline)

    monkeypatch.setattr(reading, "_content", slow)
    found = findings(repo, clock=clock, cache=tmp_path / "cache")
    [unknown] = [finding for finding in found if finding.level is Level.UNKNOWN]
    assert unknown.fix == "Run again: golive goes on where it stopped"
    assert [finding.level for finding in findings(repo, clock=FakeClock(), cache=tmp_path / "cache")] == [Level.SEEN]


def test_a_content_with_too_much_to_look_at_all_of_it_is_unknown_each_time_and_hits_stand(repo, monkeypatch, tmp_path):
    monkeypatch.setattr(search, "MOST_PLACES", 3)
    repo.commit(**{"a.txt": f"{OTHER}\n" + "ak_live_ " * 9})
    for _ in range(2):
        found = findings(repo, cache=tmp_path / "cache")
        assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.txt:1"]
        assert of_level(found, Level.UNKNOWN) == [
            ("a.txt", "1 file of the history searched only in part, too much in it begins like a credential: a.txt")
        ]


def test_a_content_in_which_the_time_is_up_stops_the_reading_and_its_hits_stand(repo, monkeypatch):
    repo.commit(a=f"{OTHER}\n")
    real = Scanner.search

    def slow(self, data, _deadline):
        return Searched(real(self, data).hits, End.LATE)

    monkeypatch.setattr(Scanner, "search", slow)
    found = findings(repo)
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a:1"]
    messages = [message for _, message in of_level(found, Level.UNKNOWN)]
    assert "was not read to its end" in messages[0]


def test_names_alone_are_something_to_search_for(repo):
    repo.commit(a="OCTOPUSCARDS_API_SECRET = 'Kq7mZ2xWv9dTn4hRb8sC'\n")
    profile = PROFILE.replace("anton\n", "octopuscards\n").replace("antonpayments.com", "octopuscards.io")
    folder = repo.root.parent
    text = profile.replace("REPOSITORY", f"repository: {{root: {repo.root}}}")
    found = run(history, make_context(folder, text, provider=OCTOPUSCARDS))
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a:1"]

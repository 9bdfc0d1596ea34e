"""code.secrets: a credential in the repository is found, named by place and kind, and never shown."""

from __future__ import annotations

import base64

import pytest

from golive.clock import Deadline
from golive.errors import Unverified
from golive.finding import Level
from golive.provider import Provider
from golive.repository import search, tree_work
from golive.repository.files import Repository
from golive.repository.judging import MOST_SHOWN
from golive.repository.reading import Skipped, Why, read_content
from golive_checks.code.secrets import secrets
from support.context import ANTON, make_context, of_level, run
from support.fake_clock import FakeClock

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
HOOK = "whsec_c4a8f21b07d9e653c1be0f8a7d264935be71904ad2c8f3605b9e1d7c40a2f683"
HOOK_TEST = "whsec_1b7d40e9c2a85f36d0e4b79c21f5a8630b9d4e7c12f5a8635c0d92b4a8367fe1"
PROFILE = """
version: 1
provider: anton
environments:
  sandbox:
    kind: sandbox
    base_url: https://api.antonpayments.dev
    credentials: {api_key: {env: KEY_SANDBOX}}
    webhooks: [{url: https://a.example/hook, secret: {env: HOOK_SANDBOX}}]
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
    webhooks: [{url: https://a.example/hook, secret: {env: HOOK}}]
"""
ENVIRON = {"KEY": LIVE, "HOOK": HOOK, "KEY_SANDBOX": TEST, "HOOK_SANDBOX": HOOK_TEST}
OTHER = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"


def findings(folder, files, *, environ=None, profile=PROFILE, **options):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(secrets, make_context(folder, profile, environ=ENVIRON if environ is None else environ, **options))


def test_a_repository_without_credentials_passes_and_says_what_was_read(tmp_path):
    found = findings(tmp_path, {"a.py": "import os\nKEY = os.environ['KEY']\n", "README.md": "Use ak_live_..."})
    assert [(finding.level, finding.message) for finding in found] == [
        (Level.SEEN, "3 files read, 5 credential formats and 4 exact values searched")
    ]


def test_a_live_key_of_the_profile_fails_under_its_name(tmp_path):
    found = findings(tmp_path, {"src/a.py": f"\nKEY = '{LIVE}'\n"})
    [(place, message)] = of_level(found, Level.FAIL)
    assert place == "src/a.py:2"
    assert "api_key of prod (fingerprint " in message
    assert "9f3k" not in message


def test_a_live_key_that_the_profile_does_not_know_fails_by_its_shape(tmp_path):
    found = findings(tmp_path, {"a.py": f"KEY = '{OTHER}'\n"})
    [(place, message)] = of_level(found, Level.FAIL)
    assert place == "a.py:1"
    assert "live API key ak_live_*** (fingerprint " in message


def test_an_encoded_value_fails_and_says_so(tmp_path):
    encoded = base64.b64encode(f"key:{LIVE}\n".encode()).decode()
    found = findings(tmp_path, {"k8s/secret.yaml": f"data:\n  a: {encoded}\n"})
    [(place, message)] = of_level(found, Level.FAIL)
    assert place == "k8s/secret.yaml:2"
    assert "base64" in message


def test_a_live_key_in_a_test_fails_too(tmp_path):
    assert of_level(findings(tmp_path, {"tests/test_a.py": f"K='{OTHER}'"}), Level.FAIL)


def test_a_test_key_warns_outside_of_tests_and_is_welcome_in_them(tmp_path):
    found = findings(
        tmp_path, {"a.py": f"K='{TEST}'", "tests/test_a.py": f"K='{TEST}'", "b.py": "ak_test_Zx72mVtPw4RyHd83kLq0"}
    )
    assert [place for place, _ in of_level(found, Level.WARN)] == ["a.py:1", "b.py:1"]
    assert of_level(found, Level.FAIL) == []


def test_a_webhook_secret_is_live_unless_it_is_the_one_of_the_sandbox(tmp_path):
    files = {"a.py": HOOK, "b.py": HOOK_TEST, "c.py": "whsec_" + HOOK_TEST[:5:-1], "spec/d.rb": HOOK_TEST}
    found = findings(tmp_path, files)
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.py:1", "c.py:1"]
    assert [place for place, _ in of_level(found, Level.WARN)] == ["b.py:1"]


def test_oauth_client_ids_are_no_secrets(tmp_path):
    profile = PROFILE.replace("{api_key: {env: KEY}}", "{client_id: ant_oc_live_5d0c7e91b2a4f8360e9b1d7c42f5a863}")
    profile = profile.replace(
        "client_id: ant_oc_live", "client_secret: {env: NONE}, dpop_key: {env: NONE}, client_id: ant_oc_live"
    )
    found = findings(tmp_path, {"a.py": "ant_oc_live_5d0c7e91b2a4f8360e9b1d7c42f5a863"}, profile=profile)
    assert {finding.level for finding in found} == {Level.SEEN}


def test_a_literal_in_the_profile_is_found_as_well(tmp_path):
    found = findings(tmp_path, {}, profile=PROFILE.replace("{env: KEY}", LIVE))
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["golive.yaml:13"]


def test_credentials_that_cannot_be_resolved_are_named_and_do_not_stop_the_search(tmp_path):
    found = findings(tmp_path, {"a.py": OTHER}, environ={})
    assert len(of_level(found, Level.FAIL)) == 1
    [(_, message)] = of_level(found, Level.SEEN)
    assert "0 exact values" in message
    assert "api_key of prod, secret of webhooks.0 of prod" in message


def test_values_too_plain_to_search_for_are_named(tmp_path):
    found = findings(tmp_path, {"a.py": "changeme"}, environ={**ENVIRON, "KEY": "changeme"})
    [(_, message)] = of_level(found, Level.SEEN)
    assert "too short or too plain to search for: api_key of prod" in message


def test_the_same_credential_in_a_file_is_one_finding_with_a_count(tmp_path):
    [(place, message)] = of_level(findings(tmp_path, {"a.py": f"\n{LIVE}\n{LIVE}\n\n{LIVE}"}), Level.FAIL)
    assert place == "a.py:2"
    assert "and 2 more times in this file" in message


def test_many_findings_are_cut_and_counted_the_heaviest_first(tmp_path):
    files = {f"a{index:03}.py": TEST for index in range(MOST_SHOWN)} | {"z.py": LIVE, "y.py": LIVE}
    found = findings(tmp_path, files)
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["y.py:1", "z.py:1"]
    warnings = of_level(found, Level.WARN)
    assert len(warnings) == MOST_SHOWN - 1
    assert "2 more credentials in 2 files" in warnings[-1][1]


def test_binary_files_are_searched_and_named_without_a_line(tmp_path):
    found = findings(tmp_path, {"app.bin": b"\x7fELF\0\0\n\n" + LIVE.encode()})
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["app.bin"]


def test_names_that_could_disturb_a_terminal_are_shown_harmless(tmp_path):
    found = findings(tmp_path, {"a\n\x1b[31mb.py": LIVE})
    assert [place for place, _ in of_level(found, Level.FAIL)] == [r"a\n\x1b[31mb.py:1"]


def test_without_git_the_file_that_the_profile_reads_its_secret_from_is_left_to_its_own_check(tmp_path):
    profile = PROFILE.replace("{env: KEY}", "{dotenv: deploy/prod.env, key: KEY}")
    found = findings(tmp_path, {"deploy/prod.env": f"KEY={LIVE}\n", "b.py": LIVE}, profile=profile)
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["b.py:1"]


@pytest.fixture
def locked(monkeypatch):
    """Make files named `locked` unreadable, whoever runs the tests."""

    def read(path, largest, **options):
        return (
            Skipped(Why.UNREADABLE, "Permission denied")
            if path.endswith("/locked")
            else read_content(path, largest, **options)
        )

    monkeypatch.setattr(tree_work, "read_content", read)


def made_repository(tmp_path, contents, **options):
    """Return how to open a repository of files with these contents; those with None are not there any more."""
    for name, content in contents.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    return lambda: Repository(root=tmp_path, files=tuple(contents), **{"is_git": True, **options})


def test_with_git_it_is_told_whether_the_file_is_tracked(tmp_path):
    repository = made_repository(tmp_path, {"a": LIVE.encode(), "b": LIVE.encode()}, tracked_files=frozenset({"a"}))
    messages = [message for _, message in of_level(findings(tmp_path, {}, repository=repository), Level.FAIL)]
    assert "in a file that git tracks" in messages[0]
    assert "in a file that git does not ignore" in messages[1]


@pytest.mark.usefixtures("locked")
def test_large_files_are_a_warning_and_unreadable_ones_unknown_with_their_names(tmp_path):
    contents = {f"big{index}": bytes(1025) for index in range(5)} | {"a": b"", "locked": b"", "gone": None}
    options = {"unreadable": ("dir",), "largest_searched": 1024}
    found = findings(tmp_path, {}, repository=made_repository(tmp_path, contents, **options))
    [large], [unreadable] = of_level(found, Level.WARN), of_level(found, Level.UNKNOWN)
    assert large == ("big0", "5 files not searched, larger than 0 MiB: big0, big1, big2 and 2 more")
    assert unreadable == ("locked", "2 paths not searched, no permission to read: locked, dir/")
    assert of_level(found, Level.SEEN)[0][1].startswith("1 file read")


@pytest.mark.usefixtures("locked")
def test_where_nothing_could_be_read_nothing_is_known(tmp_path):
    found = findings(tmp_path, {}, repository=made_repository(tmp_path, {"locked": b""}))
    assert {finding.level for finding in found} == {Level.UNKNOWN}


def test_what_the_time_did_not_suffice_for_is_unknown_with_names_and_what_was_found_stands(tmp_path):
    clock = FakeClock()
    over = Deadline(clock, 0.0)
    files = {"a": b"", "b": LIVE.encode()}
    found = findings(tmp_path, files, repository=made_repository(tmp_path, files), clock=clock, scan_deadline=over)
    place, message = of_level(found, Level.UNKNOWN)[0]
    assert (place, message) == ("a", "2 files not searched to the end, the time was up: a, b")
    assert of_level(found, Level.SEEN) == []


def test_a_repository_without_files_is_unverified(tmp_path):
    with pytest.raises(Unverified, match="no files"):
        findings(tmp_path, {}, repository=made_repository(tmp_path, {}))


def test_without_a_repository_nothing_is_known(tmp_path):
    with pytest.raises(Unverified, match="there is no folder"):
        findings(tmp_path, {}, profile=PROFILE + "repository: {root: absent}\n")


def test_without_formats_and_values_there_is_nothing_to_search_for(tmp_path):
    bare = Provider(**{name: getattr(ANTON, name) for name in Provider.__dataclass_fields__} | {"secret_shapes": ()})
    with pytest.raises(Unverified, match="no fixed format"):
        findings(tmp_path, {}, environ={}, provider=bare)


def test_a_file_with_too_much_to_look_at_all_of_it_is_unknown_with_its_name_and_hits_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(search, "MOST_PLACES", 3)
    found = findings(tmp_path, {"a.txt": f"{LIVE}\n" + "ak_live_ " * 9, "b.py": f"\n{OTHER}"})
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.txt:1", "b.py:2"]
    assert of_level(found, Level.UNKNOWN) == [
        ("a.txt", "1 file searched only in part, too much in it begins like a credential: a.txt")
    ]
    assert of_level(found, Level.SEEN)[0][1].startswith("2 files read")

"""Reading the records beside a profile: what is refused, where, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import RecordsError
from golive.record import RecordKind, why_lapsed
from golive.records.loading import load_records, parse_records, records_path
from golive.registry import read_profile
from support.records import TODAY, attestation, waiver, write_profile, write_records

SAMPLE = Path(__file__).parents[2] / "sample-configs" / "minimal.yaml"


def problems(folder, text, **profile) -> list[str]:
    """Return what is wrong with records, each with its line and column."""
    loaded = write_profile(folder, **profile)
    write_records(folder, text)
    with pytest.raises(RecordsError) as caught:
        load_records(loaded)
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


def load(folder, text, **profile):
    loaded = write_profile(folder, **profile)
    write_records(folder, text)
    return load_records(loaded)


@pytest.mark.parametrize(
    ("profile", "records"),
    [
        ("golive.yaml", "golive.records.yaml"),
        ("pay.yaml", "pay.records.yaml"),
        ("a.b.yml", "a.b.records.yaml"),
        ("plain", "plain.records.yaml"),
    ],
)
def test_the_records_lie_beside_the_profile_and_are_named_after_it(profile, records):
    assert records_path(Path("deploy") / profile) == Path("deploy") / records


def test_where_there_is_no_file_there_are_no_records(tmp_path):
    assert load_records(write_profile(tmp_path)) == ()


@pytest.mark.parametrize("lists", ["", "attestations:\nwaivers:\n", "attestations: []\nwaivers: []\n"])
def test_a_file_may_hold_no_records(tmp_path, lists):
    assert load(tmp_path, f"version: 1\n{lists}") == ()


def test_records_come_with_all_that_is_written_and_their_places(tmp_path):
    text = f"version: 1\nwaivers:\n{waiver(check='code.secrets')}attestations:\n{attestation(expires='2027-02-03')}"
    one, two = load(tmp_path, text)
    assert (one.kind, one.subject, one.environment, one.who, one.text) == (
        RecordKind.ATTESTATION,
        "launch.monitoring",
        "prod",
        "Ada",
        "seen",
    )
    assert (one.made, one.expires, str(one.place)) == ("2026-11-01", "2027-02-03", "golive.records.yaml:9:5")
    assert (two.kind, two.subject, two.environment, two.who, two.text) == (
        RecordKind.WAIVER,
        "code.secrets",
        None,
        "Grace",
        "later",
    )
    assert (two.made, str(two.place)) == ("2026-11-01", "golive.records.yaml:3:5")


def test_a_waiver_is_about_a_line_or_a_check(tmp_path):
    lines = load(tmp_path, f"version: 1\nwaivers:\n{waiver(item='launch.base-url')}{waiver(check='code.secrets')}")
    assert [one.subject for one in lines] == ["launch.base-url", "code.secrets"]


@pytest.mark.parametrize(
    "written", ["2026-13-01", "31.12.2026", "'soon'", "20261231", "2026-12-31T10:00:00", "1.5", "true", "~", "[1, 2]"]
)
@pytest.mark.parametrize("key", ["when", "expires"])
def test_a_day_that_cannot_be_read_is_no_error_and_not_in_force(tmp_path, key, written):
    (one,) = load(tmp_path, f"version: 1\nattestations:\n{attestation(**{key: written})}")
    assert "cannot be read" in why_lapsed(one, TODAY)


@pytest.mark.parametrize("written", ["2026-11-20", "'2026-11-20'", '"2026-11-20"', "!!str 2026-11-20"])
def test_a_day_may_be_quoted(tmp_path, written):
    (one,) = load(tmp_path, f"version: 1\nattestations:\n{attestation(when=written)}")
    assert one.made == "2026-11-20"
    assert why_lapsed(one, TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: the file is empty: `version: 1` stands first in it; `golive attest` and `golive waive` add to it"),
        ("[]\n", "1:1: the file has to be a mapping with the keys `version`, `attestations` and `waivers`"),
        ("attestations: []\n", "1:1: the file lacks the key `version` (Version of this format)"),
        ("version: 2\n", "1:10: `version` has to be `1`"),
        ("version: 1\nversion: 1\n", "2:1: the key `version` is here a second time; it stands in line 1 already"),
        ("version: 1\nwaiver: []\n", "2:1: the file has no key `waiver`; did you mean `waivers`?"),
        ("version: 1\nwaivers: x\n", "2:10: `waivers` has to be a list"),
        ("version: 1\nwaivers: [x]\n", "2:11: `waivers.0` has to be a mapping with the keys"),
        ("version: 1\nwaivers:\n  - {item: a\n", "3:5: the mapping that begins with `{` here is not closed"),
        ("version: 1\n\twaivers: []\n", "2:1: a tab cannot indent YAML: use spaces"),
        ("version: 1\nwaivers: []\n---\n", "3:1: a second document begins here: a file holds one"),
        ("version: 1\nwaivers: !!python/object:os.system []\n", "2:10: the tag `!!python/object:os.system` is not"),
        ("version: 1\nwaivers: \x1b\n", "2:10: the character U+001B cannot stand in YAML: remove it"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_column(tmp_path, text, expected):
    assert problems(tmp_path, text)[0].startswith(expected)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    loaded = write_profile(tmp_path)
    with pytest.raises(RecordsError, match=r"golive\.records\.yaml:2:2: this is not UTF-8"):
        parse_records(b"version: 1\n \xff", loaded)


def test_what_is_no_file_is_refused(tmp_path):
    loaded = write_profile(tmp_path)
    (tmp_path / "golive.records.yaml").mkdir()
    with pytest.raises(RecordsError, match=r"golive\.records\.yaml: the records file is a folder"):
        load_records(loaded)


def test_a_link_that_leads_nowhere_is_not_taken_for_no_records(tmp_path):
    loaded = write_profile(tmp_path)
    (tmp_path / "golive.records.yaml").symlink_to("gone.yaml")
    with pytest.raises(RecordsError, match="the records file does not exist"):
        load_records(loaded)


CONFLICT = """\
version: 1
attestations:
<<<<<<< HEAD
  - item: launch.monitoring
||||||| base
=======
  - item: path.onboarding
>>>>>>> renew
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_merge_conflict_is_one_error_that_names_the_lines(tmp_path, newline):
    assert problems(tmp_path, CONFLICT.replace("\n", newline)) == [
        "3:1: the file holds a merge conflict, marked in lines 3, 5, 6 and 8: "
        "keep what should count of both sides, and remove the marks"
    ]


@pytest.mark.parametrize("left", ["<<<<<<< HEAD", "=======", ">>>>>>> renew"])
def test_one_mark_that_was_left_is_a_merge_conflict_too(tmp_path, left):
    assert problems(tmp_path, f"version: 1\n{left}\n")[0].startswith(
        "2:1: the file holds a merge conflict, marked in line 2"
    )


def test_a_line_of_equals_signs_within_an_evidence_is_none(tmp_path):
    text = f"version: 1\nattestations:\n{attestation(evidence='|')}".replace(
        "evidence: |\n", "evidence: |\n      Title\n      =======\n"
    )
    assert load(tmp_path, text)[0].text == "Title\n=======\n"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (
            "item",
            "launch.monitorin",
            "`launch.monitorin` is no line of the Anton Payments launch checklist; did you mean",
        ),
        ("item", "code.secrets", "`code.secrets` is no line of the Anton Payments launch checklist: it is a check"),
        ("item", "kyc.owners", "`kyc.owners` is no line of the Anton Payments launch checklist"),
        ("item", "launch.base-url", "`launch.base-url` cannot be vouched for: golive looks for itself whether that is"),
        ("item", "launch.secret-storage", "`launch.secret-storage` cannot be vouched for: golive looks for itself"),
        ("item", "path.cutover", "`path.cutover` cannot be vouched for: other lines decide it (cutover.base-url, "),
        ("environment", "prd", "`prd` is no environment of golive.yaml; did you mean `prod`?"),
        ("environment", "xyzzy", "`xyzzy` is no environment of golive.yaml; there are sandbox, prod"),
        (
            "expires",
            "2027-11-03",
            "2027-11-03 is 367 days after 2026-11-01; an attestation ends at most 366 days after",
        ),
    ],
)
def test_an_attestation_that_can_never_count_is_refused_at_its_line(tmp_path, key, value, expected):
    (problem,) = problems(tmp_path, f"version: 1\nattestations:\n{attestation(**{key: value})}")
    line = {"item": 3, "environment": 4, "expires": 8}[key]
    assert problem.startswith(f"{line}:{len(key) + 7}: {expected}")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"check": "code.secrts"}, "3:12: `code.secrts` is no check for Anton Payments; did you mean `code.secrets`?"),
        ({"check": "account.wallets"}, "3:12: `account.wallets` is no check for Anton Payments"),
        (
            {"check": "launch.base-url"},
            "3:12: `launch.base-url` is a line, no check: write `item:` instead of `check:`",
        ),
        ({"item": "code.secrets"}, "3:11: `code.secrets` is a check, no line: write `check:` instead of `item:`"),
        (
            {"item": "launch.base"},
            "3:11: `launch.base` is no line of the Anton Payments launch checklist; did you mean",
        ),
        ({}, "3:5: this waiver does not say what it waives: it takes the key `item` or the key `check`"),
        (
            {"item": "launch.base-url", "check": "code.secrets"},
            "4:12: this waiver names a line and a check: make two waivers of it, one for each",
        ),
        ({"item": "launch.base-url", "environment": "prd"}, "4:18: `prd` is no environment of golive.yaml"),
        (
            {"item": "launch.base-url", "expires": "2027-05-01"},
            "4:14: 2027-05-01 is 181 days after 2026-11-01; a waiver ends at most 180 days after it was created: "
            "2027-04-30 at the latest",
        ),
        ({"item": "no id"}, "3:11: `waivers.0.item` has to be an id"),
    ],
)
def test_a_waiver_that_names_nothing_or_too_much_is_refused_at_its_line(tmp_path, more, expected):
    (problem,) = problems(tmp_path, f"version: 1\nwaivers:\n{waiver(**more)}")
    assert problem.startswith(expected)


@pytest.mark.parametrize("key", ["reason", "approver", "created", "expires"])
def test_a_waiver_says_why_by_whom_and_until_when(tmp_path, key):
    text = f"version: 1\nwaivers:\n{waiver(check='code.secrets')}"
    without = "".join(line for line in text.splitlines(keepends=True) if f" {key}:" not in line)
    assert problems(tmp_path, without)[0].startswith(f"3:5: `waivers.0` lacks the key `{key}`")


def test_the_policy_can_make_records_shorter(tmp_path):
    text = f"version: 1\nattestations:\n{attestation()}waivers:\n{waiver(check='code.secrets')}"
    assert len(load(tmp_path, text)) == 2
    more = "policy: {longest_waiver: 30, longest_attestation: 60}"
    one, two = problems(tmp_path, text, more=more)
    assert "ends at most 60 days after it was made: 2026-12-31 at the latest" in one
    assert "ends at most 30 days after it was created: 2026-12-01 at the latest" in two


def test_every_problem_is_told_in_the_order_of_the_file(tmp_path):
    text = (
        f"version: 1\nwaivers:\n{waiver(check='code.nope')}attestations:\n{attestation('path.cutover')}"
        f"{attestation('launch.nope')}"
    )
    assert [one.partition(":")[0] for one in problems(tmp_path, text)] == ["3", "9", "15"]


CANARY = "ak_live_c4n4ryc4n4ryc4n4ry"


@pytest.mark.parametrize(
    "text",
    [
        f"version: 1\n# {CANARY}\n",
        f"version: 1\nattestations:\n{attestation(evidence=CANARY)}",
        f"version: 1\nattestations:\n{attestation(item=CANARY)}",
        f"version: 1\nattestations:\n{attestation(environment=CANARY)}",
        f"version: 1\nattestations:\n{attestation(when=CANARY)}",
        f"version: 1\n{CANARY}: 1\n",
        f"version: 1\n{CANARY}",
        f"version: 1\nwaivers: [{{{CANARY}\n",
        f"version: 1\nattestations:\n{attestation(evidence=chr(34) + CANARY.replace('_', chr(92) + 'x5f') + chr(34))}",
        f"version: 1\n{chr(34)}{CANARY.replace('_', chr(92) + 'x5f')}{chr(34)}: 1\n",
        f"version: 1\nattestations:\n{attestation(who='https://ada:c4n4ry@example.com/x')}",
        f"version: 1\nattestations:\n{attestation(who='-----BEGIN EC PRIVATE KEY----- c4n4ry')}",
        f"version: 1\nattestations:\n{attestation(who='eyJhbGciOiJub25lIn0.eyJzdWIiOiJjNG40cnkifQ.c4n4ry')}",
    ],
)
def test_what_looks_like_a_credential_is_refused_by_its_place_and_never_repeated(tmp_path, text):
    found = problems(tmp_path, text)
    assert any("this looks like a credential" in one for one in found)
    assert "c4n4ry" not in "".join(found)


def test_ids_that_only_name_a_client_are_no_credentials(tmp_path):
    evidence = "the client ant_oc_live_" + "0a" * 16 + " is ours; ak_live_ keys were rotated"
    assert load(tmp_path, f"version: 1\nattestations:\n{attestation(evidence=evidence)}")[0].text == evidence


@pytest.mark.parametrize(
    "text",
    [
        f"version: 1\nwaivers: &all\n{waiver(check='code.secrets')}",
        "version: 1\nattestations: &none []\nwaivers: *none\n",
        f"version: 1\nwaivers:\n{waiver(check='code.secrets', reason='&why later')}",
    ],
)
def test_a_record_says_by_itself_what_it_says(tmp_path, text):
    (problem,) = problems(tmp_path, text)
    assert "anchors and aliases (`&`, `*`) are not for records" in problem


def test_a_check_of_a_package_that_was_not_loaded_may_have_any_name(tmp_path, monkeypatch):
    from golive import registry

    loaded = write_profile(tmp_path)
    write_records(tmp_path, f"version: 1\nwaivers:\n{waiver(check='acme.approvals')}{waiver(item='plugins.acme.a')}")
    with pytest.raises(RecordsError, match="is known where that is installed"):
        load_records(loaded)

    class Entry:
        name, module = "acme", "acme"
        dist = type("Dist", (), {"name": "golive-acme", "version": "1"})

        @staticmethod
        def load():
            raise ImportError

    monkeypatch.setattr(registry, "_entry_points", lambda: [Entry])
    assert [one.subject for one in load_records(loaded)] == ["acme.approvals", "plugins.acme.a"]


def test_checks_of_installed_packages_and_their_lines_can_be_waived(tmp_path, monkeypatch):
    from golive import registry
    from golive.check import Area, Check

    brought = Check("acme.approvals", Area.SETTINGS, "t", "g", "r", lambda _ctx: iter(()))

    class Entry:
        name, module = "acme", "acme"
        dist = type("Dist", (), {"name": "golive-acme", "version": "1"})

        @staticmethod
        def load():
            return (brought,)

    monkeypatch.setattr(registry, "_entry_points", lambda: [Entry])
    loaded = write_profile(tmp_path)
    text = f"version: 1\nwaivers:\n{waiver(check='acme.approvals')}{waiver(item='plugins.acme.approvals')}"
    write_records(tmp_path, text)
    assert len(load_records(loaded)) == 2
    write_records(tmp_path, f"version: 1\nattestations:\n{attestation('plugins.acme.approvals')}")
    with pytest.raises(RecordsError, match="the check of an installed package decides it"):
        load_records(loaded)


def refused(data: bytes, loaded) -> tuple:
    """Return the problems of records, none where they are read."""
    try:
        parse_records(data, loaded)
    except RecordsError as error:
        return error.problems
    return ()


@given(st.binary(max_size=200))
def test_whatever_stands_in_the_file_is_read_or_refused(data):
    assert all(problem.message and problem.line for problem in refused(data, read_profile(SAMPLE)))


@given(
    st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["item", "who", "when", "expires", "evidence"])
)
def test_whatever_stands_in_a_field_is_read_or_refused(word, key):
    text = f"version: 1\nattestations:\n{attestation(**{key: word})}"
    assert all(problem.message and problem.line for problem in refused(text.encode(), read_profile(SAMPLE)))

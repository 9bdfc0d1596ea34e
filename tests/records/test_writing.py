"""Adding to a records file and taking out of it: what stands there stays, and the file stays usable."""

from __future__ import annotations

import errno
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.errors import RecordsError, UsageError
from golive.records.loading import load_records
from golive.records.writing import HEAD, add_attestation, add_waiver, take_out
from support.records import TODAY, attestation, waiver, write_profile, write_records

LATER = TODAY + timedelta(days=90)


def attest(loaded, item="launch.monitoring", **more):
    defaults = {"environment": "prod", "who": "Ada", "made": TODAY, "evidence": "seen", "expires": LATER}
    return add_attestation(loaded, item=item, **{**defaults, **more})


def waive(loaded, subject="code.secrets", **more):
    defaults = {"environment": None, "reason": "later", "approver": "Grace", "created": TODAY, "expires": LATER}
    return add_waiver(loaded, subject=subject, **{**defaults, **more})


def test_the_first_record_makes_the_file_and_the_next_are_appended(tmp_path):
    loaded = write_profile(tmp_path)
    made = [
        attest(loaded, who='Ada "the first" <ada@example.com>', evidence="https://x.example/a: b # c\n  d"),
        waive(loaded),
        attest(loaded, "path.onboarding"),
        waive(loaded, "launch.base-url", environment="prod"),
    ]
    assert (tmp_path / "golive.records.yaml").read_text() == HEAD + (
        "\n"
        "attestations:\n"
        "  - item: launch.monitoring\n"
        "    environment: prod\n"
        '    who: "Ada \\"the first\\" <ada@example.com>"\n'
        "    when: 2026-11-22\n"
        '    evidence: "https://x.example/a: b # c d"\n'
        "    expires: 2027-02-20\n"
        "  - item: path.onboarding\n"
        "    environment: prod\n"
        '    who: "Ada"\n'
        "    when: 2026-11-22\n"
        '    evidence: "seen"\n'
        "    expires: 2027-02-20\n"
        "\n"
        "waivers:\n"
        "  - check: code.secrets\n"
        '    reason: "later"\n'
        '    approver: "Grace"\n'
        "    created: 2026-11-22\n"
        "    expires: 2027-02-20\n"
        "  - item: launch.base-url\n"
        "    environment: prod\n"
        '    reason: "later"\n'
        '    approver: "Grace"\n'
        "    created: 2026-11-22\n"
        "    expires: 2027-02-20\n"
    )
    loads = load_records(loaded)
    assert [one.subject for one in loads] == ["launch.monitoring", "path.onboarding", "code.secrets", "launch.base-url"]
    assert (made[2], made[3]) == (loads[1], loads[3]), "what is returned is what is loaded, with its place"


LAYOUTS = {
    "comments": f"# head\nversion: 1  # one\n\n# people\nattestations:  # here\n{attestation()}    # below\n\n# end\n",
    "no newline at the end": f"version: 1\nattestations:\n{attestation()}".rstrip("\n"),
    "windows": f"version: 1\nattestations:\n{attestation()}# end\n".replace("\n", "\r\n"),
    "byte order mark": f"\ufeffversion: 1\nattestations:\n{attestation()}",
    "no indent": f"version: 1\nattestations:\n{attestation()}# end\n".replace("\n  ", "\n"),
    "deep indent": "version: 1\nattestations:\n"
    + attestation().replace("    ", "        ").replace("  - ", "      - ")
    + "waivers: []\n",
    "empty in brackets": "version: 1\nattestations: []  # none yet\nwaivers: [ ]\n# end\n",
    "empty": "attestations:\nwaivers: ~\nversion: 1\n",
    "in brackets": "version: 1\nattestations: [{item: launch.monitoring, environment: prod, who: x, when: 2026-11-01, "
    "evidence: 'a, b', expires: 2026-12-01}]  # all\n",
    "in brackets over lines": "version: 1\nattestations: [\n  {item: launch.monitoring, environment: prod, who: x, "
    "when: 2026-11-01, evidence: b, expires: 2026-12-01},  # one\n]\n",
    "lines of text": f"version: 1\nattestations:\n{attestation(evidence='|')}# end\n".replace(
        "evidence: |\n", "evidence: |\n      one\n\n      two\n"
    ),
    "lines of text at the end": "version: 1\nwaivers:\n  - check: code.secrets\n    approver: Grace\n"
    "    created: 2026-11-01\n    expires: 2027-01-01\n    reason: >-\n      one\n      two\n\n\n# end\n",
    "waivers first": f"waivers:\n{waiver(check='code.secrets')}\nattestations:\n{attestation()}\nversion: 1\n",
    "comment between": f"version: 1\nattestations:\n{attestation()}  # about the next\n\n  # more\n{attestation()}",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_what_stands_in_the_file_stays_as_it_is(tmp_path, text):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, text)
    before = load_records(loaded)
    attest(loaded, evidence="added")
    waive(loaded, reason="added")
    after = path.read_bytes().decode()
    assert sum(one.text == "added" for one in load_records(loaded)) == 2
    assert len(load_records(loaded)) == len(before) + 2
    left = iter(after)
    empty = str.maketrans("", "", "[]~ ")
    kept = text if "[" not in text and "~" not in text else text.translate(empty)
    assert all(character in left for character in kept), "every character is still there, in the same order"
    assert ("\r\n" in after) == ("\r\n" in text)
    assert "\r\n" not in text or after.count("\n") == after.count("\r\n")
    assert after.startswith("\ufeff") == text.startswith("\ufeff")


@pytest.mark.parametrize(
    "text",
    ["{version: 1}\n", "{version: 1, attestations: []}\n", "version: 1\n...\n", "%YAML 1.1\n---\n{version: 1}\n"],
)
def test_a_file_in_an_unusual_layout_is_left_alone_and_the_entry_is_shown(tmp_path, text):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        waive(loaded)
    assert "cannot change in place; add this by hand: check: code.secrets, reason:" in str(caught.value)
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["", "version: 1\nwaivers: [{\n", "version: 1\n<<<<<<< HEAD\n"])
def test_a_broken_file_is_told_and_left_alone(tmp_path, text):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, text)
    with pytest.raises(RecordsError):
        attest(loaded)
    assert path.read_text() == text


NEVER = [
    (
        {"item": "launch.monitorin"},
        "is no line of the Anton Payments launch checklist; did you mean `launch.monitoring`?",
    ),
    (
        {"item": "launch.base-url"},
        "`launch.base-url` cannot be vouched for: golive looks for itself whether that is so",
    ),
    ({"item": "path.cutover"}, "cannot be vouched for: other lines decide it"),
    ({"environment": "prd"}, "`prd` is no environment of golive.yaml; did you mean `prod`?"),
    ({"expires": TODAY + timedelta(days=367)}, "an attestation ends at most 366 days after it was made"),
    ({"expires": TODAY - timedelta(days=1)}, "the last day, 2026-11-21, is before the first one, 2026-11-22"),
    ({"who": " \n"}, "who vouches is empty"),
    ({"evidence": "\t"}, "the evidence is empty"),
    ({"evidence": "x" * 501}, "the evidence has 501 characters, and at most 500 are shown: link to the rest"),
    ({"evidence": "ak_live_c4n4ryc4n4ry"}, "the evidence looks like it holds a credential"),
    ({"who": "https://ada:c4n4ry@example.com"}, "who vouches looks like it holds a credential"),
    ({"evidence": "\udc80"}, "the evidence is not text in this terminal's encoding"),
]


@pytest.mark.parametrize(("more", "message"), NEVER)
def test_an_attestation_that_could_not_count_is_not_written(tmp_path, more, message):
    loaded = write_profile(tmp_path)
    with pytest.raises(UsageError) as caught:
        attest(loaded, **more)
    assert message in str(caught.value)
    assert "c4n4ry" not in str(caught.value)
    assert not (tmp_path / "golive.records.yaml").exists()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"subject": "code.secrts"}, "and no check; did you mean `code.secrets`?"),
        (
            {"subject": "x"},
            "is no line of the Anton Payments launch checklist, and no check; `golive list` shows the checks",
        ),
        ({"expires": TODAY + timedelta(days=181)}, "a waiver ends at most 180 days after it was created"),
        ({"expires": TODAY - timedelta(days=1)}, "is before the first one"),
        ({"environment": "prd"}, "is no environment of golive.yaml"),
        ({"reason": ""}, "the reason is empty"),
        ({"approver": ""}, "who approves is empty"),
    ],
)
def test_a_waiver_that_could_not_count_is_not_written(tmp_path, more, message):
    loaded = write_profile(tmp_path)
    with pytest.raises(UsageError) as caught:
        waive(loaded, **more)
    assert message in str(caught.value)
    assert not (tmp_path / "golive.records.yaml").exists()


@pytest.mark.parametrize(
    ("policy", "subject", "message"),
    [
        ("not_waivable: [launch.base-url]", "launch.base-url", "the profile's policy does not let this be waived"),
        ("not_waivable: ['launch.*']", "launch.base-url", "the profile's policy does not let this be waived"),
        ("not_waivable: [code.secrets]", "code.secrets", "the profile's policy does not let this be waived"),
        ("not_waivable: [path.cutover]", "cutover.corridors", "it decides path.cutover, which the profile's policy"),
        ("not_waivable: [cutover.corridors]", "account.corridors", "it decides cutover.corridors, which the profile's"),
    ],
)
def test_what_the_policy_names_is_not_waived(tmp_path, policy, subject, message):
    loaded = write_profile(tmp_path, more=f"policy: {{{policy}}}")
    with pytest.raises(UsageError) as caught:
        waive(loaded, subject)
    assert str(caught.value).startswith(f"`{subject}` cannot be waived: {message}")
    assert waive(write_profile(tmp_path), subject).subject == subject


def test_a_check_that_decides_other_lines_as_well_may_be_waived(tmp_path):
    loaded = write_profile(tmp_path, more="policy: {not_waivable: [launch.secret-storage]}")
    assert waive(loaded, "code.secrets").subject == "code.secrets"


def test_a_word_that_could_never_count_in_an_environment_is_not_written(tmp_path):
    loaded = write_profile(tmp_path, more="policy: {observed: [launch.logging]}")
    with pytest.raises(UsageError, match="to be seen in operation: the profile's policy takes nobody's word for it"):
        attest(loaded, "launch.logging")


def test_production_lines_are_vouched_for_where_it_is_production(tmp_path):
    from golive.registry import load_checklist

    items = [one for one in load_checklist("octopuscards").items() if one.production and one.attest != "never"]
    loaded = write_profile(tmp_path, "octopuscards")
    for item in items:
        with pytest.raises(UsageError, match="is about production, and sandbox is a sandbox"):
            attest(loaded, item.id, environment="sandbox")
        assert attest(loaded, item.id).subject == item.id


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path, monkeypatch):
    from golive.records import writing

    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, "version: 1\n")
    real, answers = writing.parse_records, []

    def slow(data, of):
        if answers:
            path.write_text("version: 1\n# somebody else\n")
        answers.append(data)
        return real(data, of)

    monkeypatch.setattr(writing, "parse_records", slow)
    with pytest.raises(UsageError, match="was changed by somebody else meanwhile; nothing was written, try again"):
        attest(loaded)
    assert path.read_text() == "version: 1\n# somebody else\n"


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    from golive.records import writing

    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, "version: 1\n")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.Path, "chmod", full)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        attest(loaded)
    assert path.read_text() == "version: 1\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["golive.records.yaml", "golive.yaml"]


def test_two_who_write_at_once_lose_nothing_that_was_said_to_be_written(tmp_path):
    loaded = write_profile(tmp_path)
    waive(loaded)

    def write(name):
        for number in range(4):
            try:
                yield waive(loaded, reason=f"{name} {number}").text
            except UsageError as error:
                assert "was changed by somebody else meanwhile; nothing was written, try again" in str(error)  # noqa: PT017 - either ends well

    with ThreadPoolExecutor(max_workers=4) as writers:
        told = [text for texts in writers.map(lambda name: list(write(name)), "abcd") for text in texts]
    assert told
    assert {one.text for one in load_records(loaded)} == {"later", *told}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["golive.records.yaml", "golive.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_a_file_that_somebody_is_writing_is_left_alone(tmp_path):
    import fcntl

    loaded = write_profile(tmp_path)
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="was changed by somebody else meanwhile; nothing was written, try again"):
            waive(loaded)
    finally:
        os.close(handle)
    assert not (tmp_path / "golive.records.yaml").exists()
    assert waive(loaded).text == "later"


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_a_disk_that_knows_no_locks_is_written_without(tmp_path, monkeypatch):
    import fcntl

    def refused(*_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refused)
    assert waive(write_profile(tmp_path)).text == "later"


def test_a_file_that_nobody_may_write_is_left_alone(tmp_path):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, "version: 1\n")
    path.chmod(0o444)
    with pytest.raises(UsageError, match="cannot be written: Permission denied"):
        attest(loaded)
    assert path.read_text() == "version: 1\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["golive.records.yaml", "golive.yaml"]


def test_permissions_and_links_stay(tmp_path):
    loaded = write_profile(tmp_path)
    real = tmp_path / "deploy.yaml"
    real.write_text("version: 1\n")
    real.chmod(0o640)
    (tmp_path / "golive.records.yaml").symlink_to("deploy.yaml")
    attest(loaded)
    assert (tmp_path / "golive.records.yaml").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert len(load_records(loaded)) == 1


def test_a_link_that_leads_nowhere_makes_no_file_somewhere_else(tmp_path):
    loaded = write_profile(tmp_path)
    (tmp_path / "golive.records.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is a link that leads nowhere"):
        attest(loaded)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_what_is_taken_out_is_gone_and_the_rest_stays(tmp_path, text):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, text)
    attest(loaded, "path.onboarding")
    waive(loaded, "code.history")
    records = load_records(loaded)
    for doomed in (records[0], records[-1]):
        take_out(loaded, [next(one for one in load_records(loaded) if one.text == doomed.text)])
    assert len(load_records(loaded)) == len(records) - 2
    take_out(loaded, load_records(loaded))
    assert load_records(loaded) == ()
    if "# end" in text:
        assert "# end" in path.read_text()
    attest(loaded)
    assert len(load_records(loaded)) == 1


def test_the_comment_above_a_record_goes_with_it_and_no_other(tmp_path):
    loaded = write_profile(tmp_path)
    path = write_records(
        tmp_path,
        f"# head\nversion: 1\nattestations:\n  # about the first\n{attestation()}  # about\n  # the second\n"
        f"{attestation('path.onboarding')}    # a remark below\n  # about the third\n"
        f"{attestation('launch.logging')}# end\n",
    )
    take_out(loaded, [load_records(loaded)[1]])
    assert path.read_text() == (
        f"# head\nversion: 1\nattestations:\n  # about the first\n{attestation()}"
        f"    # a remark below\n  # about the third\n{attestation('launch.logging')}# end\n"
    )


def test_a_file_in_an_unusual_layout_is_pruned_by_hand(tmp_path):
    loaded = write_profile(tmp_path)
    entry = "{item: launch.monitoring, environment: prod, who: x, when: 2026-11-01, evidence: b, expires: 2026-11-02}"
    text = f"version: 1\nattestations:\n  - {entry}\n  -\n    {entry}\n"
    path = write_records(tmp_path, text)
    take_out(loaded, load_records(loaded)[:1])
    assert len(load_records(loaded)) == 1
    write_records(tmp_path, text)
    with pytest.raises(UsageError, match="cannot change in place; take them out by hand"):
        take_out(loaded, load_records(loaded)[1:])
    assert path.read_text() == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=30), st.sampled_from(sorted(LAYOUTS)))
def test_whatever_people_say_is_loaded_as_it_was_said(tmp_path, evidence, who, layout):
    loaded = write_profile(tmp_path)
    path = write_records(tmp_path, LAYOUTS[layout])
    before = load_records(loaded)
    try:
        record = attest(loaded, who=who, evidence=evidence)
    except UsageError:
        assert load_records(loaded) == before
        return
    assert (record.who, record.text) == (" ".join(who.split()), " ".join(evidence.split()))
    assert record in load_records(loaded)
    assert path.read_bytes().decode().isprintable() or "\x1b" not in path.read_bytes().decode()


def test_days_at_the_end_of_the_calendar_do_not_break_anything(tmp_path):
    loaded = write_profile(tmp_path)
    with pytest.raises(UsageError, match="ends at most 366 days after it was made"):
        attest(loaded, expires=date.max)
    with pytest.raises(UsageError, match="ends at most 180 days"):
        waive(loaded, created=date.min, expires=date.max)

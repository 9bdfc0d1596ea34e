"""golive's probe against receivers on real frameworks: each defect shows in exactly its line, and nothing else does."""

from __future__ import annotations

import http.client
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
import trustme

from golive.clock import SystemClock
from golive.http.routes import parse_connect_to
from golive.probing import Probed, ProbeOptions, probe
from golive.profile.types import EnvReference
from golive.registry import load_provider
from support.defects import DEFECTS, LINES, expected
from support.receivers import FRAMEWORKS, NODE, SCHEMES, Sample, Started, started, why_no_node

pytestmark = pytest.mark.sockets

HOST = "hooks.example.com"


def parameters(samples) -> list[object]:
    reason = why_no_node()
    skips = [pytest.mark.skipif(reason is not None, reason=str(reason))]
    return [pytest.param(sample, id=sample.id, marks=skips if sample.framework in NODE else []) for sample in samples]


def options(sample: Sample, receiver: Started, **more) -> ProbeOptions:
    """Return what golive is told: where the receiver is, the provider, the signature and the secret."""
    return ProbeOptions(
        **{
            "url": receiver.url,
            "provider": sample.provider,
            "signature": sample.signature,
            "secret": EnvReference(env="WEBHOOK_SECRET"),
            "folder": Path("/nonexistent"),
            **more,
        }
    )


def probed(sample: Sample, receiver: Started, **more) -> Probed:
    return probe(options(sample, receiver, **more), environ={"WEBHOOK_SECRET": sample.secret}, clock=SystemClock())


def lines(result: Probed) -> dict[str, str]:
    return {one.id.removeprefix("receiver."): one.status.value for one in result.results}


def said(result: Probed) -> str:
    """Return everything that the checks say, apart from what they pass with."""
    return "\n".join(
        text
        for one in result.results
        if one.status != "pass"
        for text in (one.id, one.reason or "", *(found.message for found in one.findings))
    )


def patience(monkeypatch, *, prompt: float, deadline: float) -> None:
    """Shorten the times that providers give a receiver."""

    def load(provider_id):
        provider = load_provider(provider_id)
        return replace(provider, deliveries=replace(provider.deliveries, prompt=prompt, deadline=deadline))

    monkeypatch.setattr("golive.probing.load_provider", load)


CORRECT = [Sample(framework, scheme) for framework in FRAMEWORKS for scheme in SCHEMES]


@pytest.mark.parametrize("sample", parameters(CORRECT))
def test_a_correct_receiver_passes_every_line(sample):
    with started(sample) as receiver:
        found = probed(sample, receiver)
        assert lines(found) == expected(sample), said(found)
    assert set(found.observations.unsent) <= {"token-without-signature", "stale-timestamp", "future-timestamp"}


@pytest.mark.parametrize("sample", parameters(sample for defect in DEFECTS for sample in defect.samples()))
def test_a_faulty_receiver_fails_exactly_its_line(sample, monkeypatch):
    defect = next(one for one in DEFECTS if one.id == sample.defect)
    if defect.prompt is not None:
        patience(monkeypatch, prompt=defect.prompt, deadline=defect.deadline)
    with started(sample) as receiver:
        found = probed(sample, receiver)
        assert lines(found) == expected(sample), said(found)
        for words in defect.named(sample):
            assert words in said(found)
        seen = found.observations
        if defect.only_at_once:
            assert median(one.seconds for one in seen.outcomes) < defect.prompt < max(one.seconds for one in seen.burst)
        # Nothing but behaviour tells it from a correct one.
        answers = "\n".join(one.reply for one in (*seen.outcomes, *seen.burst))
        assert sample.defect not in answers + ask(receiver)


def ask(receiver: Started) -> str:
    """Return the whole answer to a visitor."""
    visit = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=30)
    try:
        visit.request("GET", "/")
        answer = visit.getresponse()
        return f"{answer.status} {answer.reason}\n{answer.headers}\n{answer.read().decode(errors='replace')}"
    finally:
        visit.close()


@pytest.mark.parametrize("sample", parameters([Sample("fastapi", "anton-signature"), Sample("express", "x-signature")]))
def test_a_correct_receiver_behind_tls_passes_every_line_and_its_certificate(sample, tmp_path):
    authority = trustme.CA()
    with started(sample, **tls_files(authority, HOST, tmp_path)) as receiver:
        found = probed(sample, receiver, **behind_tls(authority, receiver, tmp_path))
        assert lines(found) == expected(sample) | {"certificate": "pass"}, said(found)


@pytest.mark.parametrize("sample", parameters([Sample("fastapi", "x-signature"), Sample("express", "anton-signature")]))
def test_a_certificate_of_another_host_fails_its_line_and_nothing_is_delivered(sample, tmp_path):
    authority = trustme.CA()
    with started(sample, **tls_files(authority, "other.example.com", tmp_path)) as receiver:
        found = probed(sample, receiver, **behind_tls(authority, receiver, tmp_path))
        assert lines(found) == dict.fromkeys(LINES, "unknown") | {"certificate": "fail"}, said(found)


def tls_files(authority: trustme.CA, host: str, folder: Path) -> dict[str, str]:
    """Issue a certificate, and return the variables that tell a receiver of it."""
    issued = authority.issue_cert(host)
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    return {"TLS_CERTIFICATE": str(chain), "TLS_KEY": str(key)}


def behind_tls(authority: trustme.CA, receiver: Started, folder: Path) -> dict[str, object]:
    """Return the options that lead the public name of a receiver to this machine."""
    bundle = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    return {
        "url": f"https://{HOST}{receiver.path}",
        "ca_bundle": bundle,
        "connect_to": (parse_connect_to(f"{HOST}:443:127.0.0.1:{receiver.port}"),),
    }


def test_golive_is_told_the_same_of_a_faulty_receiver_as_of_a_correct_one():
    here = Started(port=1)
    for defect in DEFECTS:
        for sample in defect.samples():
            assert options(sample, here) == options(replace(sample, defect=""), here)
            assert sample.defect not in str(options(sample, here))


def test_every_defect_is_shown_on_every_generation_and_framework_that_it_names():
    for defect in DEFECTS:
        samples = tuple(defect.samples())
        assert {sample.signature for sample in samples} == set(defect.schemes)
        assert {sample.framework for sample in samples} == set(defect.frameworks)
    assert {framework for defect in DEFECTS for framework in defect.frameworks} == set(FRAMEWORKS)

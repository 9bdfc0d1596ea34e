"""A check gets everything from its context; what is not there says so when it is touched."""

from __future__ import annotations

import pytest

from golive.errors import NotApplicable, Unverified
from golive.kind import Kind
from golive.redact import Secret
from support.context import make_context

PROFILE = """\
version: 1
provider: anton
environments:
  sandbox:
    kind: sandbox
    base_url: {env: SANDBOX_URL}
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {client_id: {env: ID}, client_secret: {env: SECRET}, dpop_key: written-here}
    webhooks:
      - {url: "https://a.example.com/hooks"}
      - {url: {env: HOOK}, secret: {env: WHSEC}}
"""
ENVIRON = {"ID": "the-id", "SECRET": "the-secret", "HOOK": "https://b.example.com/hooks", "WHSEC": "the-whsec"}


@pytest.fixture
def ctx(tmp_path):
    return make_context(tmp_path, PROFILE, environ=ENVIRON)


def test_an_environment_resolves_its_references_on_demand(ctx):
    view = ctx.environment
    assert (view.name, view.kind, view.base_url()) == ("prod", Kind.PRODUCTION, "https://api.antonpayments.com")
    assert list(view.credential_values()) == ["client_id", "client_secret", "dpop_key"]
    assert {name: value.reveal() for name, value in view.credentials().items()} == {
        "client_id": "the-id",
        "client_secret": "the-secret",
        "dpop_key": "written-here",
    }
    assert view.credential("client_id").label == "client_id of prod"
    assert view.credential("api_key") is None


def test_a_reference_that_leads_nowhere_is_unverified(ctx):
    with pytest.raises(Unverified, match="SANDBOX_URL is not set"):
        ctx.environments["sandbox"].base_url()


def test_nothing_of_a_context_shows_a_secret(ctx):
    ctx.environment.credentials()
    for value in ("the-secret", "the-whsec", "written-here"):
        assert value not in repr(ctx)
        assert value not in repr(ctx.environment.credentials())


def test_webhooks_know_their_position(ctx):
    first, second = ctx.need_webhooks()
    assert (first.url(), first.secret()) == ("https://a.example.com/hooks", None)
    assert second.url() == "https://b.example.com/hooks"
    assert second.secret() == Secret("the-whsec", "any")
    assert second.secret().label == "secret of webhooks.1 of prod"
    assert str(second.place("secret")) == "environments.prod.webhooks.1.secret (golive.yaml:13:28)"


def test_an_environment_without_webhooks_is_unverified(tmp_path):
    sandbox = make_context(tmp_path, PROFILE, environment="sandbox")
    with pytest.raises(Unverified, match=r"^the profile declares no webhooks for sandbox$"):
        sandbox.need_webhooks()


def test_everything_secret_is_listed_with_its_place(ctx):
    assert [(name, place.key) for name, place, _ in ctx.environment.secret_values()] == [
        ("client_id of prod", "environments.prod.credentials.client_id"),
        ("client_secret of prod", "environments.prod.credentials.client_secret"),
        ("dpop_key of prod", "environments.prod.credentials.dpop_key"),
        ("secret of webhooks.1 of prod", "environments.prod.webhooks.1.secret"),
    ]


def test_the_api_is_connected_once_and_has_to_be_of_the_wanted_kind(tmp_path):
    made = []
    ctx = make_context(tmp_path, PROFILE, connect=lambda: made.append(1) or "a client")
    assert ctx.api(str) == ctx.api(str) == "a client"
    assert made == [1]
    with pytest.raises(NotApplicable, match=r"^Anton Payments has no such interface$"):
        ctx.api(int)


def test_offline_there_is_no_api(ctx):
    with pytest.raises(Unverified, match="offline"):
        ctx.api(object)


def test_a_repository_that_is_not_there_is_unverified(tmp_path):
    ctx = make_context(tmp_path, PROFILE + "repository: {root: missing}\n")
    with pytest.raises(Unverified, match="there is no folder"):
        _ = ctx.repository
    (tmp_path / "missing").mkdir()
    with pytest.raises(Unverified, match="there is no folder"):  # looked for once
        _ = ctx.repository


def test_the_repository_is_the_profiles_folder(ctx, tmp_path):
    assert ctx.repository.root == tmp_path.resolve()
    assert ctx.repository is ctx.repository

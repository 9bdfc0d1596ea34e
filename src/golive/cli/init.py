"""`golive init`."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import ProviderOption

if TYPE_CHECKING:
    from golive.kind import Kind
    from golive.provider import Provider

NAME = "golive.yaml"
TEMPLATE = """\
# The go-live profile: what `golive check` looks at. Every setting: golive schema profile
version: 1
provider: {provider}
{verticals}
# Paths that golive does not read. Files that git ignores are left out anyway.
# repository: {{exclude: [third_party/]}}

environments:
{environments}"""

ENVIRONMENT = """\
  {name}:
    kind: {kind}
    # Best is a reference to the very setting that the application reads, not a copy of it, such as
    # {{dotenv: deploy/prod.env, key: BASE_URL}}. Also: env, yaml, json, toml, file.
    base_url: {base_url}
    # Never the secret itself: env, keyring (see `golive secret set`), file, dotenv, or command.
    credentials:
{credentials}
    webhooks:
      - url: {webhook_url}
        secret: {{env: {prefix}_WEBHOOK_SECRET{suffix}}}
        # Event types that the integration needs; the provider's minimum where left out.
        # events: []
        # May golive send test deliveries there?
        probe: false
    # What has to be there before the launch:
{declares}"""

EXAMPLES = {
    "balances": 'balances: {USD: "5000.00"}',
    "corridors": "corridors: [{source: USD, destination: EUR, country: DE, method: sepa}]",
    "payees": "payees: [{id: pye_example, instruments: [ins_example]}]",
    "egress": "egress: [203.0.113.0/28]",
}
"""By setting, for those that a provider's checks read."""

VERTICALS = "# Leave out what the integration does not use.\nverticals: [{names}]\n"


def init(
    *,
    provider: ProviderOption = "anton",
    webhook_url: Annotated[
        str | None, typer.Option("--webhook-url", metavar="URL", help="The production receiver's public URL.")
    ] = None,
    base_url_from: Annotated[
        str | None,
        typer.Option(
            "--base-url-from", metavar="FILE:KEY", help="dotenv file and variable with the production base URL."
        ),
    ] = None,
    path: Annotated[Path, typer.Option("--path", metavar="PATH", help="File to write.")] = Path(NAME),
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
) -> None:
    """
    Write a commented profile to start from.

    Asks where it is run in a terminal and a flag is missing. It never asks for a secret: the profile names where
    secrets come from.
    """
    from golive.cli.terminal import write_out
    from golive.errors import UsageError
    from golive.kind import Kind
    from golive.registry import load_provider

    if not force and os.path.lexists(path):
        raise UsageError(f"{path} is there already; --force overwrites it")
    chosen = load_provider(provider)
    if base_url_from is not None:
        _base_url(base_url_from, "")  # refused before anything is asked
    if webhook_url is None:
        default = f"https://pay.example.com/hooks/{provider}"
        webhook_url = typer.prompt("Public URL of the production webhook receiver", default) if _asks() else default
    if base_url_from is None and _asks():
        question = "dotenv file and variable with the production base URL, as FILE:KEY (empty: written in the profile)"
        base_url_from = typer.prompt(question, "", show_default=False) or None
    blocks = "\n".join(_environment(chosen, kind, webhook_url, base_url_from) for kind in Kind)
    verticals = VERTICALS.format(names=", ".join(chosen.verticals)) if chosen.verticals else ""
    text = TEMPLATE.format(provider=provider, verticals=verticals, environments=blocks)
    _demand_usable(text)
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    option = "" if path == Path(NAME) else f" --config {shlex.quote(str(path))}"
    write_out(f"Wrote {path}. Next: edit it, set the variables it names, then run `golive check --env prod{option}`.")


def _environment(provider: Provider, kind: Kind, webhook_url: str, base_url_from: str | None) -> str:
    from golive.profile.quoting import quoted

    production = kind == "production"
    names = provider.credential_sets[0].fields
    variable = provider.id.upper()
    suffix = "" if production else "_SANDBOX"
    return ENVIRONMENT.format(
        name="prod" if production else "sandbox",
        kind=kind,
        base_url=_base_url(base_url_from if production else None, provider.hosts[kind]),
        credentials="\n".join(f"      {name}: {{env: {variable}_{name.upper()}{suffix}}}" for name in names),
        webhook_url=quoted(webhook_url if production else _sandbox_twin(webhook_url)),
        prefix=variable,
        suffix=suffix,
        declares="".join(f"    # {EXAMPLES[name]}\n" for name in provider.declares),
    )


def _demand_usable(text: str) -> None:
    """Raise UsageError where an answer would make a profile that golive refuses: nothing is written then."""
    from golive.cli.surroundings import load
    from golive.errors import ProfileError, UsageError

    with tempfile.TemporaryDirectory(prefix="golive-init-") as folder:
        trial = Path(folder, NAME)
        trial.write_text(text, encoding="utf-8")
        try:
            load(trial)
        except ProfileError as error:
            problems = "; ".join(problem.message for problem in error.problems)
        else:
            return
    raise UsageError(f"these answers make no usable profile: {problems}")


def _asks() -> bool:
    from golive.cli.terminal import is_terminal

    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def _base_url(source: str | None, host: str) -> str:
    from golive.errors import UsageError
    from golive.profile.quoting import quoted

    if source is None:
        return f"https://{host}"
    file, colon, key = source.rpartition(":")
    if not colon or not file or not key:
        raise UsageError(f"the base URL's place is FILE:KEY, such as deploy/prod.env:BASE_URL, not {source!r}")
    return f"{{dotenv: {quoted(file)}, key: {quoted(key)}}}"


def _sandbox_twin(url: str) -> str:
    return url.replace("://", "://sandbox.", 1)

"""`golive init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from golive.cli.options import ProviderOption

TEMPLATE = """\
# The go-live profile: what `golive check` looks at. Every setting: golive schema profile
version: 1
provider: {provider}

# Paths that golive does not read. Files that git ignores are left out anyway.
# repository: {{exclude: [third_party/]}}

environments:
{environments}"""

ENVIRONMENT = """\
  {name}:
    kind: {kind}
    # The very setting that the application reads, instead of a copy of it. Also: env, yaml, json, toml, file.
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
    # What has to be there before the first payout:
    # balances: {{USD: "5000.00"}}
    # corridors: [{{source: USD, destination: EUR, country: DE, method: sepa}}]
    # payees: [{{id: pye_example, instruments: [ins_example]}}]
"""


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
    path: Annotated[Path, typer.Option("--path", metavar="PATH", help="File to write.")] = Path("golive.yaml"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
) -> None:
    """
    Write a commented profile to start from.

    Asks where it is run in a terminal and a flag is missing. It never asks for a secret: the profile names where
    secrets come from.
    """
    from golive.cli.surroundings import load, write_out
    from golive.errors import UsageError
    from golive.profile.types import Kind
    from golive.registry import load_provider

    if path.exists() and not force:
        raise UsageError(f"{path} is there already; --force overwrites it")
    chosen = load_provider(provider)
    if webhook_url is None:
        default = "https://pay.example.com/hooks"
        webhook_url = typer.prompt("Public URL of the production webhook receiver", default) if _asks() else default
    if base_url_from is None and _asks():
        question = "dotenv file and variable with the production base URL, as FILE:KEY (empty: written in the profile)"
        base_url_from = typer.prompt(question, "", show_default=False) or None
    blocks = [
        ENVIRONMENT.format(
            name="sandbox" if kind is Kind.SANDBOX else "prod",
            kind=kind,
            base_url=_base_url(base_url_from if kind is Kind.PRODUCTION else None, chosen.hosts[kind]),
            credentials="\n".join(
                f"      {name}: {{env: {provider.upper()}_{name.upper()}{_suffix(kind)}}}"
                for name in chosen.credential_sets[0].fields
            ),
            webhook_url=_quoted(webhook_url if kind is Kind.PRODUCTION else _sandbox_twin(webhook_url)),
            prefix=provider.upper(),
            suffix=_suffix(kind),
        )
        for kind in (Kind.SANDBOX, Kind.PRODUCTION)
    ]
    text = TEMPLATE.format(provider=provider, environments="\n".join(blocks))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    load(path)
    write_out(f"Wrote {path}. Next: edit it, then run `golive check --env prod`.")


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _suffix(kind: str) -> str:
    return "_SANDBOX" if kind == "sandbox" else ""


def _base_url(source: str | None, host: str) -> str:
    from golive.errors import UsageError

    if source is None:
        return f"https://{host}"
    file, colon, key = source.rpartition(":")
    if not colon or not file or not key:
        raise UsageError(f"--base-url-from takes FILE:KEY, such as deploy/prod.env:BASE_URL, not {source!r}")
    return f"{{dotenv: {_quoted(file)}, key: {_quoted(key)}}}"


def _sandbox_twin(url: str) -> str:
    return url.replace("://", "://sandbox.", 1)


def _quoted(text: str) -> str:
    """Return a text as a YAML string. JSON strings are YAML."""
    import json

    return json.dumps(text)

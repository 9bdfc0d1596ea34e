"""`golive probe`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from golive.cli.options import (
    CaBundleOption,
    ConnectToOption,
    ProviderOption,
    QuietOption,
    VerboseOption,
    complete_signatures,
)

if TYPE_CHECKING:
    from golive.profile.types import Value

_KINDS: Final = {
    "env": "env:NAME",
    "file": "file:PATH",
    "dotenv": "dotenv:PATH:KEY",
    "keyring": "keyring:SERVICE:USERNAME",
}
"""How the command line says where a secret is."""
_PLAIN_NAME: Final = re.compile(r"[A-Za-z]{1,20}(_[A-Za-z0-9]{1,20})*")


def probe(
    url: Annotated[str, typer.Argument(metavar="URL", help="The receiver: public https, or anything on this machine.")],
    *,
    provider: ProviderOption,
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret",
            metavar="PLACE",
            help=f"Where the signing secret is: {', '.join(_KINDS.values())}. Asked for where left out.",
        ),
    ] = None,
    signature: Annotated[
        str | None,
        typer.Option(
            "--signature",
            metavar="ID",
            help="Generation of the provider's signature, where there are several.",
            autocompletion=complete_signatures,
        ),
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="TYPE", help="Event type of the test deliveries.")
    ] = None,
    send: Annotated[
        str | None,
        typer.Option("--send", metavar="TYPE", help="Send one signed delivery of this type instead; with --body."),
    ] = None,
    body: Annotated[
        Path | None, typer.Option("--body", metavar="FILE", help="What --send sends, byte for byte; 1 MiB at most.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="Longest that the probe may take.")
    ] = 60,
    connect_to: ConnectToOption = None,
    ca_bundle: CaBundleOption = None,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Send test deliveries to a webhook receiver, sound, forged, stale and repeated ones, and judge its answers.

    Exit codes: 0 every check passes, 1 one fails, 2 cannot run, 3 something could not be verified, 4 a check crashed,
    130 interrupted. With --send: 0 any 2xx, 1 another answer, 3 no answer.
    """
    from golive.addressee import ProbeOptions
    from golive.cli.logs import observed
    from golive.cli.output import verbosity_of
    from golive.cli.surroundings import environ, usable_network
    from golive.cli.terminal import MOST_VERBOSE, style_for, write_out
    from golive.clock import SystemClock
    from golive.errors import UsageError
    from golive.http.proxy import proxy_from
    from golive.probing import probe as probe_receiver
    from golive.redact import Redactor
    from golive.reporters.probe import render, render_sent
    from golive.sending import send as send_one

    verbosity = verbosity_of(verbose, quiet=quiet)
    if (send is None) != (body is None):
        raise UsageError("--send TYPE and --body FILE go together")
    if send is not None and event is not None:
        raise UsageError("--send names the event type itself; leave --event out")
    if not url.lower().startswith(("https://", "http://")):
        raise UsageError("the URL has to begin with https://, or with http:// for a receiver on this machine")
    routes = usable_network(timeout, connect_to, ca_bundle)
    content = None if body is None else _read_body(body)
    variables = environ()
    options = ProbeOptions(
        url=url,
        provider=provider,
        secret=_place(secret, variables),
        signature=signature,
        event=event if send is None else send,
        timeout=timeout,
        connect_to=routes,
        ca_bundle=ca_bundle,
        proxy=proxy_from(variables),
    )
    redactor, clock = Redactor(), SystemClock()
    what = "Probing the receiver" if content is None else "Sending one delivery"
    # Rendered only when the progress is gone: while it is drawn, standard output looks like something else.
    with observed(redactor, what, logs=verbose >= MOST_VERBOSE) as watch:
        if content is None:
            probed = probe_receiver(options, environ=variables, clock=clock, redactor=redactor, watch=watch)
            shown, code = partial(render, probed), probed.exit_code
        else:
            sent = send_one(options, content, environ=variables, clock=clock, redactor=redactor)
            shown, code = partial(render_sent, sent), sent.exit_code
    text = shown(style_for(sys.stdout, variables, verbosity))
    write_out(text)
    raise typer.Exit(code)


def _read_body(path: Path) -> bytes:
    from golive.errors import UsageError
    from golive.sending import LARGEST_BODY

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BODY + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no path"
        raise UsageError(f"--body {path} cannot be read: {why}") from None
    if len(content) > LARGEST_BODY:
        raise UsageError(f"--body {path} is larger than {LARGEST_BODY:,} bytes; nothing was sent")
    return content


def _place(text: str | None, environ: Mapping[str, str]) -> Value:
    """Return where the secret is, or the secret itself where somebody types it. Raises UsageError."""
    from golive.errors import UsageError
    from golive.profile.types import DotenvReference, EnvReference, FileReference, KeyringReference

    if text is None:
        return _ask()
    kind, _, rest = text.partition(":")
    first, _, last = rest.partition(":")
    match kind:
        case "env" if rest:
            # What is no plain name may be the secret itself, in the wrong place: it is not repeated.
            if rest not in environ and not _PLAIN_NAME.fullmatch(rest):
                raise UsageError("--secret env:NAME takes the name of a variable that is set, and this is none")
            return EnvReference(env=rest)
        case "file" if rest:
            return FileReference(file=rest)
        case "dotenv" if ":" in rest:
            path, _, key = rest.rpartition(":")
            if path and key:
                return DotenvReference(dotenv=path, key=key)
        case "keyring" if first and last:
            return KeyringReference(keyring=first, username=last)
    if kind in _KINDS:
        raise UsageError(f"--secret {kind}: takes {_KINDS[kind]}")
    raise UsageError(
        "--secret takes the place of the secret, not the secret itself, which would stay in the shell's history and "
        "show in other users' process lists: put it in a variable and say --secret env:NAME, or leave --secret out to "
        f"be asked for it. Places are {', '.join(_KINDS.values())}"
    )


def _ask() -> Value:
    from golive.cli.terminal import ask_hidden, is_terminal
    from golive.errors import UsageError
    from golive.redact import Secret

    if not is_terminal(sys.stdin):
        raise UsageError(f"say where the webhook secret is with --secret: {', '.join(_KINDS.values())}")
    typed = ask_hidden("Webhook secret (not shown): ", otherwise="name a place with --secret, such as env:NAME")
    if not typed.strip():
        raise UsageError("the webhook secret is empty; nothing was sent")
    return Secret(typed, "webhook secret")

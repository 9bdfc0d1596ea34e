"""`golive emulator`."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from golive.cli.options import ProviderOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golive.emulator.emulator import Emulator


def emulator(
    *,
    provider: ProviderOption = "anton",
    list_: Annotated[bool, typer.Option("--list", help="List flaws, faults and variants, and end.")] = False,
    flaw: Annotated[
        list[str] | None,
        typer.Option("--flaw", metavar="NAME", help="Make the account or the receiver wrong. Repeatable."),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME[@PATH]", help="Misbehave, everywhere or on one path. Repeatable."),
    ] = None,
    variant: Annotated[
        list[str] | None, typer.Option("--variant", metavar="NAME", help="Answer in another shape. Repeatable.")
    ] = None,
    receiver: Annotated[
        list[str] | None,
        typer.Option(
            "--receiver", metavar="URL", help="Play the merchant's webhook receiver at this URL as well. Repeatable."
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 0,
) -> None:
    """
    Play a provider's API on this machine, until interrupted.

    It listens on loopback with a throw-away certificate authority, makes up its credentials, and forgets everything
    when it ends. Point `golive check` at it with the --connect-to and --ca-bundle that it prints, and `golive probe`
    at a receiver that it plays.
    """
    import sys

    from golive.cli.surroundings import environ
    from golive.cli.terminal import style_for, write_out
    from golive.emulator.emulator import Emulator

    width = style_for(sys.stdout, environ(), 0).width
    if list_:
        write_out("\n".join(_listing(provider, width)))
        return
    receivers = tuple(receiver or ())
    with Emulator(
        provider, flaws=flaw or (), faults=fault or (), variants=variant or (), receivers=receivers, port=port
    ) as running:
        write_out("\n".join(_instructions(provider, receivers, running, width)))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            write_out("Stopped; everything it made up is forgotten.")


def _listing(provider: str, width: int) -> Iterator[str]:
    from golive.cli.terminal import fold
    from golive.emulator.registry import faults, played

    it, all_faults = played(provider), faults()
    groups = (it.flaws, it.receiver.flaws, it.variants, all_faults)
    column = max(len(one.id) for group in groups for one in group)

    def entry(name: str, text: str) -> str:
        if width > 2 * column:
            return fold(text, width, lead=f"  {name:{column}}  ")
        under = fold(text, width, lead="      ")
        return f"  {name}\n{under}" if name else under

    headings = (
        "Flaws: one thing wrong with the account each (--flaw), and the checks that notice",
        "Flaws of a receiver (--flaw, with --receiver), and the checks that notice",
    )
    for heading, flaws in zip(headings, (it.flaws, it.receiver.flaws), strict=True):
        yield fold(heading, width)
        for flaw in flaws:
            yield entry(flaw.id, flaw.title)
            yield entry("", f"[{', '.join(f'{check} {status}' for check, status in flaw.breaks.items())}]")
        yield ""
    yield fold("Faults: ways to misbehave (--fault NAME, or --fault NAME@/path for one path)", width)
    yield from (entry(fault.id, fault.title) for fault in all_faults)
    yield ""
    yield fold("Variants: other shapes of sound answers (--variant)", width)
    yield from (entry(variant.id, variant.title) for variant in it.variants)


def _instructions(provider: str, receivers: tuple[str, ...], running: Emulator, width: int) -> Iterator[str]:
    """Yield what to do next. What is to be pasted is never folded."""
    from golive.cli.terminal import fold

    yield fold(f"Listening on 127.0.0.1:{running.port}. Interrupt (Ctrl-C) to stop.", width)
    yield ""
    yield fold(
        "Made-up credentials, good here and nowhere else, under the names that a profile made by "
        f"`golive init --provider {provider}` uses. Paste them into another terminal:",
        width,
    )
    for name, value in running.credentials.items():
        yield f"export {_variable(provider, name)}={shlex.quote(value)}"
    yield ""
    yield fold("Then, in that terminal, check a profile that takes its credentials from these variables:", width)
    yield f"golive check --env prod{_arguments(running, running.connect_to)}"
    if receivers:
        yield ""
        yield fold(
            "It sends a receiver test deliveries where the profile says `probe: true`. Without a profile, this does:",
            width,
        )
    for url in receivers:
        routes = [mapping for mapping in running.connect_to if mapping.partition(":")[0] == urlsplit(url).hostname]
        secret = f"env:{_variable(provider, 'webhook_secret')}"
        arguments = f"--provider {provider} --secret {secret}{_arguments(running, routes)}"
        yield f"golive probe {shlex.quote(url)} {arguments}"


def _arguments(running: Emulator, routes: Iterable[str]) -> str:
    connections = "".join(f" --connect-to {mapping}" for mapping in routes)
    return f"{connections} --ca-bundle {shlex.quote(str(running.ca_bundle))}"


def _variable(provider: str, credential: str) -> str:
    """Return the variable of a credential, as a profile made by `golive init` calls it."""
    name = credential.removeprefix("sandbox_")
    return f"{provider}_{name}{'_sandbox' if name != credential else ''}".upper()

"""`golive emulator`."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import ProviderOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.emulator.emulator import Emulator


def emulator(
    *,
    provider: ProviderOption = "anton",
    list_: Annotated[bool, typer.Option("--list", help="List flaws, faults and variants, and end.")] = False,
    flaw: Annotated[
        list[str] | None, typer.Option("--flaw", metavar="NAME", help="Make the account wrong. Repeatable.")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME[@PATH]", help="Misbehave, everywhere or on one path. Repeatable."),
    ] = None,
    variant: Annotated[
        list[str] | None, typer.Option("--variant", metavar="NAME", help="Answer in another shape. Repeatable.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 0,
) -> None:
    """
    Play a provider's API on this machine, until interrupted.

    It listens on loopback with a throw-away certificate authority, makes up its credentials, and forgets everything
    when it ends. Point `golive check` at it with the --connect-to and --ca-bundle that it prints.
    """
    from golive.cli.terminal import write_out
    from golive.emulator.emulator import Emulator

    if list_:
        import sys

        from golive.cli.surroundings import environ
        from golive.cli.terminal import style_for

        write_out("\n".join(_listing(provider, style_for(sys.stdout, environ(), 0).width)))
        return
    with Emulator(provider, flaws=flaw or (), faults=fault or (), variants=variant or (), port=port) as running:
        write_out("\n".join(_instructions(provider, running)))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            write_out("Stopped; everything it made up is forgotten.")


def _listing(provider: str, width: int) -> Iterator[str]:
    from golive.cli.terminal import fold
    from golive.emulator.registry import faults, flaws_of, variants_of

    flaws, variants, all_faults = flaws_of(provider), variants_of(provider), faults()
    column = max(len(one.id) for group in (flaws, variants, all_faults) for one in group)

    def entry(name: str, text: str) -> str:
        indent = None if width > 2 * column else "      "
        return fold(text, width, lead=f"  {name:{column}}  ", indent=indent)

    yield "Flaws: one thing wrong with the account each (--flaw), and the checks that notice"
    for flaw in flaws:
        yield entry(flaw.id, flaw.title)
        yield entry("", f"[{', '.join(f'{check} {status}' for check, status in flaw.breaks.items())}]")
    yield ""
    yield "Faults: ways to misbehave (--fault NAME, or --fault NAME@/path for one path)"
    yield from (entry(fault.id, fault.title) for fault in all_faults)
    yield ""
    yield "Variants: other shapes of sound answers (--variant)"
    yield from (entry(variant.id, variant.title) for variant in variants)


def _instructions(provider: str, running: Emulator) -> Iterator[str]:
    yield f"Listening on 127.0.0.1:{running.port}. Interrupt (Ctrl-C) to stop."
    yield ""
    yield "Made-up credentials, good here and nowhere else, under the names that `golive init` uses."
    yield "Paste them into another terminal:"
    for name, value in running.credentials.items():
        yield f"export {_variable(provider, name)}={shlex.quote(value)}"
    yield ""
    yield "Then, in that terminal, check a profile that takes its credentials from these variables:"
    arguments = "".join(f" --connect-to {mapping}" for mapping in running.connect_to)
    yield f"golive check --env prod{arguments} --ca-bundle {shlex.quote(str(running.ca_bundle))}"


def _variable(provider: str, credential: str) -> str:
    """Return the variable of a credential, as a profile made by `golive init` calls it."""
    name = credential.removeprefix("sandbox_")
    return f"{provider}_{name}{'_sandbox' if name != credential else ''}".upper()

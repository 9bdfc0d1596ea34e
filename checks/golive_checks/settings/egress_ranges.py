"""`settings.egress-ranges`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import NotApplicable
from golive.finding import Finding, SettingPlace, fail, seen, warn

if TYPE_CHECKING:
    from golive.context import Context

LARGEST: Final = {4: 256, 6: 2**80}
"""Addresses that one range may hold before it is called wide: a /24, and a /48 of IPv6."""


@check(
    remedy="Declare the public addresses that the application's requests leave from, as narrow CIDR ranges.",
    sources=("https://octopus-docs.pages.dev/docs/getting-started/production",),
)
def egress_ranges(ctx: Context) -> Iterator[Finding]:
    """
    The declared egress ranges are valid, public and narrow.

    The provider lets only the addresses on its allowlist through. A private range there lets nobody in; a wide one
    lets neighbours in as well.
    """
    ranges = ctx.environment.settings.egress
    if not ranges:
        raise NotApplicable("the profile declares no fixed egress ranges")
    for index, text in enumerate(ranges):
        yield from _judge(text, ctx.environment.place("egress", index))


def _judge(text: str, place: SettingPlace) -> Iterator[Finding]:
    try:
        network = ipaddress.ip_network(text)
    except ValueError as error:
        yield fail(f"{text!r} is no CIDR range ({error})", place)
        return
    if network.prefixlen == 0:
        yield fail(f"{text} is every address there is", place)
    elif not network.is_global or network.is_multicast:
        yield fail(f"{text} is private or reserved: requests never reach the provider from there", place)
    elif network.num_addresses > LARGEST[network.version]:
        yield warn(f"{text} holds {network.num_addresses:,} addresses; declare only the application's own", place)
    else:
        count = network.num_addresses
        yield seen(f"{text} is public and holds {count:,} address{'es' if count > 1 else ''}", place)

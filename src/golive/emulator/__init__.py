"""
The providers' APIs, and merchants' receivers, on loopback: for tests, for `golive demo` and for `golive emulator`.

`Emulator` plays one in a `with` block. It binds loopback only, trusts nobody and is trusted by nobody: its
certificate authority and its credentials are made when it starts and gone when it stops. `flaw` names what can be
done to it; `anton/` plays Anton Payments, behind the interface of `provider`; `receiver/` plays what receives a
provider's webhook deliveries.
"""

from golive.emulator.emulator import Emulator
from golive.emulator.registry import faults, flaws_of, providers, variants_of

__all__ = ["Emulator", "faults", "flaws_of", "providers", "variants_of"]

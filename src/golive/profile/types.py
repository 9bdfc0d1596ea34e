"""
The profile's types. The loader, the JSON Schema and the commented sample all come from these definitions.

The docstring under a field is its description everywhere; keep it one or two sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Final, Literal

from golive.kind import Kind  # noqa: TC001 - the fields' types are read at run time
from golive.redact import Secret
from golive.schema import Form

WRITTEN: Final = Form(r"[^ \t\r\n]", "more than white space")
PATH: Final = Form(r"^[^\u0000]*[^ \t\r\n\u0000][^\u0000]*$", "a path")
ARGUMENT: Final = Form(r"^[^\u0000]*$", "a text without NUL characters")
KEY: Final = Form(r"^[^\u0000-\u001f]{1,500}$", "the name of a key, on one line")
VARIABLE: Final = Form(r"^[^\u0000-\u0020=]{1,200}$", "the name of a variable, without white space and `=`")
ENVIRONMENT_NAME: Final = Form(
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", "at most 64 letters, digits, `_`, `.` and `-`, a letter or digit first"
)
CURRENCY: Final = Form(r"^[A-Z0-9]{3,12}$", "three or more upper-case letters or digits, such as USD or USDC")
COUNTRY: Final = Form(r"^[A-Z]{2}$", "two upper-case letters, such as DE")
AMOUNT: Final = Form(r"^[0-9]{1,12}(\.[0-9]{1,18})?$", 'a decimal number in quotes, such as "5000.00"')
ADDRESS_RANGE: Final = Form(r"^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$", "an address range, such as 203.0.113.0/28")


def setting(
    doc: str,
    *,
    form: Form | None = None,
    keys: Form | None = None,
    least: int = 0,
    **options: Any,  # noqa: ANN401 - passed on to dataclasses.field, which is as loose
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """
    Return a dataclass field with a description. Takes the options of `dataclasses.field`.

    `form` is what its text looks like, `keys` what the keys of a mapping look like, `least` how many entries it needs.
    """
    return field(metadata={"doc": doc, "form": form, "keys": keys, "least": least}, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvReference:
    """An environment variable of the process that runs golive."""

    env: str = setting("Name of the environment variable.", form=VARIABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DotenvReference:
    """A variable in a dotenv file."""

    dotenv: str = setting("Path of the file, relative to the profile.", form=PATH)
    key: str = setting("Name of the variable in it.", form=VARIABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlReference:
    """A value in a YAML file."""

    yaml: str = setting("Path of the file, relative to the profile.", form=PATH)
    key: str = setting("Dotted path of the value in it, such as `api.base_url` or `servers.0.url`.", form=KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReference:
    """A value in a JSON file."""

    json: str = setting("Path of the file, relative to the profile.", form=PATH)
    key: str = setting("Dotted path of the value in it.", form=KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlReference:
    """A value in a TOML file."""

    toml: str = setting("Path of the file, relative to the profile.", form=PATH)
    key: str = setting("Dotted path of the value in it.", form=KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """A file that holds just the value, such as a mounted secret. One line break at its end is not part of it."""

    file: str = setting("Path of the file, relative to the profile.", form=PATH)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringReference:
    """An entry of the system's keyring, written by `golive secret set`."""

    keyring: str = setting("Service name of the entry.", form=KEY)
    username: str = setting("User name of the entry.", form=KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandReference:
    """The output of a program, such as a secrets manager's client. Run only with `--trust`."""

    command: tuple[str, ...] = setting("The program and its arguments. No shell is involved.", form=ARGUMENT, least=1)


Reference = (
    EnvReference
    | DotenvReference
    | YamlReference
    | JsonReference
    | TomlReference
    | FileReference
    | KeyringReference
    | CommandReference
)
Value = str | Secret | Reference
"""
A value as written in the profile: itself, or where to read it.

A text of `Credentials` or of a webhook's `secret` becomes a Secret as soon as the object around it is made.
"""


def _hide(owner: Credentials | Webhook, *names: str) -> None:
    for name in names:
        value = getattr(owner, name)
        if isinstance(value, str):
            object.__setattr__(owner, name, Secret(value, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The credential of an environment. Which of these belong together, the provider says."""

    api_key: Value | None = setting("API key.", form=WRITTEN, default=None)
    api_secret: Value | None = setting("Secret that belongs to the API key.", form=WRITTEN, default=None)
    client_id: Value | None = setting("OAuth client id.", form=WRITTEN, default=None)
    client_secret: Value | None = setting("OAuth client secret.", form=WRITTEN, default=None)
    dpop_key: Value | None = setting("Private DPoP key as PEM or JWK: EC P-256 or Ed25519.", form=WRITTEN, default=None)

    def __post_init__(self) -> None:
        _hide(self, *(part.name for part in fields(self)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook receiver of the merchant."""

    url: Value = setting("The receiver's public HTTPS URL, exactly as it is registered.", form=WRITTEN)
    secret: Value | None = setting("The webhook signing secret.", form=WRITTEN, default=None)
    events: tuple[str, ...] = setting(
        "Event types that the integration needs. The provider's minimum where left out.", form=WRITTEN, default=()
    )
    probe: bool = setting("Whether golive may send test deliveries to this URL.", default=False)
    signature: str | None = setting(
        "Which generation of the provider's signature the deliveries carry. The provider's default where left out.",
        form=WRITTEN,
        default=None,
    )
    test_event: str | None = setting(
        "Event type of the test deliveries. The provider's test event, or a harmless one, where left out.",
        form=WRITTEN,
        default=None,
    )

    def __post_init__(self) -> None:
        _hide(self, "secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """A route that payouts will take."""

    source: str = setting("Currency paid from, such as USD.", form=CURRENCY)
    destination: str = setting("Currency paid out, such as EUR.", form=CURRENCY)
    country: str | None = setting("Destination country, ISO 3166-1 alpha-2, such as DE.", form=COUNTRY, default=None)
    method: str | None = setting("Payout method, such as sepa.", form=WRITTEN, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """A payee (beneficiary) that payouts will name."""

    id: str = setting("The provider's id of the payee.", form=WRITTEN)
    instruments: tuple[str, ...] = setting("Ids of the instruments that will be paid.", form=WRITTEN, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One environment of the integration."""

    kind: Kind = setting("`sandbox` or `production`.")
    base_url: Value = setting("The API's base URL that the application uses.", form=WRITTEN)
    credentials: Credentials = setting("What the application authenticates with.", default=Credentials())
    webhooks: tuple[Webhook, ...] = setting("Webhook receivers.", default=())
    balances: Mapping[str, Decimal] = setting(
        "Smallest available balance per currency, as strings.", form=AMOUNT, keys=CURRENCY, default_factory=dict
    )
    corridors: tuple[Corridor, ...] = setting("Corridors that will be used.", default=())
    payees: tuple[Payee, ...] = setting("Payees that will be paid first.", default=())
    egress: tuple[str, ...] = setting(
        "Fixed egress ranges of the application, in CIDR form.", form=ADDRESS_RANGE, default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositorySettings:
    """What golive reads of the merchant's repository. Paths are relative to the profile's folder."""

    root: str = setting("Folder to read.", form=PATH, default=".")
    exclude: tuple[str, ...] = setting("Paths left out: folders ending in `/`, or patterns.", form=PATH, default=())
    client_code: tuple[str, ...] = setting("Paths whose code ships to browsers or phones.", form=PATH, default=())
    logs: tuple[str, ...] = setting("Log samples to look into.", form=PATH, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What attestations and waivers may do, in the file of records beside the profile."""

    longest_waiver: int = setting("Most days from a waiver's creation to its expiry, 1 to 180.", default=180)
    longest_attestation: int = setting("Most days that an attestation holds, 1 to 366.", default=366)
    not_waivable: tuple[str, ...] = setting(
        "Lines and checks that no waiver excuses, such as `launch.base-url` or `security.*`.", form=WRITTEN, default=()
    )
    observed: tuple[str, ...] = setting(
        "Lines that only a proof seen in operation satisfies, such as `launch.signature-verified`.",
        form=WRITTEN,
        default=(),
    )


DEFAULT_POLICY: Final = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The integration and its environments."""

    version: Literal[1] = setting("Version of this format.")
    provider: str = setting("Whose API is integrated, such as `anton`.", form=WRITTEN)
    environments: Mapping[str, Environment] = setting("The environments, by name.", keys=ENVIRONMENT_NAME, least=1)
    verticals: tuple[str, ...] = setting(
        "Kinds of product that the integration uses, where the provider has several. All of them where left out.",
        form=WRITTEN,
        default=(),
    )
    repository: RepositorySettings = setting("The merchant's repository.", default=RepositorySettings())
    policy: Policy = setting("What attestations and waivers may do.", default=DEFAULT_POLICY)

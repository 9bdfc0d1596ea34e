"""How programs compute and compare a signature: the functions of the usual libraries, by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.calls import chain, links
from golive.source.project import root_name, scope_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

CONSTANT_TIME: Final[Mapping[str, str]] = {
    "python": "hmac.compare_digest",
    "javascript": "crypto.timingSafeEqual",
    "typescript": "crypto.timingSafeEqual",
    "go": "hmac.Equal",
    "java": "MessageDigest.isEqual",
    "kotlin": "MessageDigest.isEqual",
    "ruby": "Rack::Utils.secure_compare",
    "php": "hash_equals",
    "csharp": "CryptographicOperations.FixedTimeEquals",
}
"""What compares two signatures in a time that says nothing about them, by language."""

_COMPARES_SAFELY: Final = frozenset(
    """compare_digest timingsafeequal constanttimecompare hash_equals isequal secure_compare securecompare
    fixed_length_secure_compare fixedtimeequals constanttimeequals constant_time_compare constanttimeareequal
    fixedtimeareequal tsscmp safecompare safe_compare timing_safe_compare timingsafecompare constant_time_equals
    scmp timesafeequal fixedlengthsecurecompare verify_hmac""".split()
)
_COMPARES: Final = frozenset(
    """equals equal eql? equal? strcmp strncmp strcasecmp localecompare contentequals sequenceequal equalsignorecase
    compareto compare equalfold deepequal contains includes include? isequalto casecmp casecmp? memcmp __eq__
    arrayequals tobe""".split()
)
_SERIALISERS: Final = frozenset(
    """stringify dumps marshal marshalindent writevalueasstring writevalueasbytes to_json tojson json_encode
    encodetostring serializetoutf8bytes serializeobject tojsonstring tojsonbytes as_json""".split()
)
_PARSED: Final = re.compile(r"^(?:Json(?:Object|Node|Element|Document|Value)|JSONObject|readTree|parseToJsonElement)\b")
_LENGTHS: Final = frozenset(
    "length len size count strlen bytesize bytelength isempty hashsize empty? hashsizeinbytes".split()
)
_HASHES: Final = re.compile(
    r"^(?:createhash|sha1|sha256|sha512|md5|sum256|digest|hexdigest|hash|hashdata|getinstance)$"
)
_ALGORITHM: Final = re.compile(r"(?i)\b(?:hmac[-_]?)?(md5|sha[-_]?(?:1|224|256|384|512))(?![0-9])")


def is_hmac(node: Node) -> bool:
    """Whether a call computes, or begins to compute, an HMAC."""
    if node.kind is not NodeKind.CALL:
        return False
    name = node.name.lower()
    if re.fullmatch(
        r"createhmac|hash_hmac|hmac_?sha_?\d+|hmac_?md5|hmachex|hmacutils|hmac|hmac_?digest|hash_hmac_file", name
    ):
        return True
    callee = node.one("callee")
    on = callee.path.lower().rpartition(".")[0] if callee is not None else ""
    if name in {"new", "digest", "hexdigest", "base64digest", "hashdata", "hashdataasync", "create"} and "hmac" in on:
        return True
    if name == "getinstance" and on.endswith("mac"):
        return True
    return name in {"sign", "verify"} and on.endswith("subtle")


def is_plain_hash(node: Node) -> bool:
    """Whether a call computes a hash without a key."""
    if node.kind is not NodeKind.CALL or is_hmac(node):
        return False
    callee = node.one("callee")
    path = callee.path.lower() if callee is not None else ""
    if not _HASHES.match(node.name.lower()):
        return False
    return bool(
        re.search(
            r"createhash|hashlib|digest::|digest\.(?:sha|md)|sha256\.|sha1\.|md5\.|messagedigest|sha(?:1|256|512)$",
            path,
        )
        or (path in {"hash", "md5", "sha1"})
    )


def algorithm(project: Project, node: Node) -> str | None:
    """Return the hash of an HMAC, such as `sha256`. None where it is not written here."""
    texts = [node.name, *(link.name for link in links(node))]
    for argument in node.all("argument"):
        for each in argument.find(NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER):
            if each.kind is NodeKind.MEMBER and each.name in {"new", "New"}:
                continue
            texts += [each.name, project.text(each) if each.kind is not NodeKind.STRING else ""]
    for text in texts:
        found = _ALGORITHM.search(text.replace("HMAC", "HMAC-").replace("Hmac", "Hmac-").replace("hmac", "hmac-"))
        if found is not None:
            return re.sub(r"[-_]", "", found[1].lower())
    return None


def messages(node: Node) -> Iterator[Node]:
    """Yield what an HMAC is computed over, and its key: arguments, and what is written to it later."""
    for link in links(chain(node)):
        yield from link.all("argument")
    around = chain(node).parent
    if around is None or around.kind is not NodeKind.ASSIGN:
        return
    for target in around.all("target"):
        yield from _written_to(target)


def _written_to(target: Node) -> Iterator[Node]:
    name = root_name(target)
    for call in scope_of(target).find(NodeKind.CALL):
        callee = call.one("callee")
        arguments = call.all("argument")
        if callee is not None and callee.kind is NodeKind.MEMBER and root_name(callee) == name:
            yield from arguments
        elif arguments and root_name(arguments[0]) == name:
            yield from arguments[1:]


def is_serialiser(node: Node) -> bool:
    """Whether a call makes JSON text of something."""
    if node.kind is not NodeKind.CALL:
        return False
    name, callee = node.name.lower(), node.one("callee")
    path = callee.path.lower() if callee is not None else ""
    if name in _SERIALISERS:
        return True
    if name in {"tostring", "toprettystring"} and callee is not None and callee.kind is NodeKind.MEMBER:
        return _is_parsed(callee.one("object"))
    return name in {"generate", "serialize", "dump", "serializetobytes"} and "json" in path


def _is_parsed(node: Node | None) -> bool:
    """Whether a name was given parsed JSON, or a call gives it, whose `toString` writes it again."""
    if node is not None and node.kind is NodeKind.CALL:
        return any(_PARSED.search(each.name.rpartition(".")[2]) is not None for each in (node, *node.all("type")))
    if node is None or node.kind is not NodeKind.NAME:
        return False
    scope = scope_of(node)
    # What is read by keys is an object, not a text.
    for each in scope.find(NodeKind.INDEX, NodeKind.CALL):
        key = each.one("index") if each.kind is NodeKind.INDEX else next(iter(each.all("argument")), None)
        reads = each.kind is NodeKind.INDEX or each.name in {"getValue", "get", "path", "GetProperty", "getString"}
        if reads and key is not None and key.kind is NodeKind.STRING and root_name(each) == node.name:
            return True
    return any(
        _PARSED.search(each.name) is not None
        for assign in scope.find(NodeKind.ASSIGN)
        if any(target.name == node.name for target in assign.all("target"))
        for part in (*assign.all("value"), *assign.all("type"))
        for each in part.walk()
    )


def compares_safely(node: Node) -> bool:
    """Whether a call compares in constant time."""
    if node.kind is not NodeKind.CALL:
        return False
    name, callee = node.name.lower(), node.one("callee")
    on = callee.path.lower().rpartition(".")[0] if callee is not None else ""
    if name in _COMPARES_SAFELY:
        return True
    return (name == "equal" and on.endswith("hmac")) or (name == "verify" and on.endswith("subtle"))


def compared_openly(node: Node) -> tuple[Node, ...]:
    """Return the operands of a comparison that stops at the first difference. Empty for anything else."""
    if node.kind is NodeKind.BINARY and node.operator in {"==", "!=", "===", "!==", "in", "<=>", "eq"}:
        return tuple(each for each in (node.one("left"), node.one("right")) if each is not None)
    if node.kind is NodeKind.CALL and node.name.lower() in _COMPARES and not compares_safely(node):
        callee = node.one("callee")
        on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
        return tuple(each for each in (on, *node.all("argument")) if each is not None)
    return ()


def is_measure(node: Node) -> bool:
    """Whether an expression is the length of something, or a number: comparing these tells nothing."""
    if node.kind in {NodeKind.NUMBER, NodeKind.CONSTANT}:
        return True
    return node.kind in {NodeKind.CALL, NodeKind.MEMBER} and node.name.lower() in _LENGTHS

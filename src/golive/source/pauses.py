"""Whether pauses between attempts grow, and whether chance has a part in them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from golive.source.answers import waits
from golive.source.project import function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

GROWING: Final = frozenset(
    """wait_exponential wait_random_exponential wait_exponential_jitter wait_exponential_multiplier expo fibo
    exponentialbackoff exponentialdelay exponential backoffdelay ofexponentialbackoff ofexponentialrandombackoff
    withbackoff newexponentialbackoff newexponential decorrelatedjitterbackoffv2 exponentialbackoffwithjitter
    exponentialrandombackoff awsdecorrelatedjitterbackoff fulljitterbackoffdelay newfibonacci fibonacci
    wait_exponential_max""".split()
)
"""Names of pauses that grow, in lower case."""

STEADY: Final = frozenset(
    """wait_fixed constant fixeddelay fixed linear wait_random wait_incrementing newconstant constantbackoff
    newconstantbackoff lineardelay constantdelay""".split()
)
"""Names of pauses that do not grow exponentially."""

CHANCY: Final = frozenset(
    """jitter wait_random wait_random_exponential wait_exponential_jitter full_jitter random_jitter withjitter
    withjitterfactor ofexponentialrandombackoff ofrandomized decorrelatedjitterbackoffv2 exponentialdelay
    awsdecorrelatedjitterbackoff linearjitterbackoff combinedelay randomdelay maxjitter exponentialbackoffwithjitter
    newexponentialbackoff wait_jitter fulljitterbackoffdelay withjitterpercent""".split()
)
"""Names of pauses that have a random part."""

_CHANCE: Final = frozenset(
    """random uniform randint randrange rand mt_rand random_int nextdouble nextint nextlong int63n nextfloat
    randomuniform secrandom triangular lcg_value random_float getrandomvalues betavariate expovariate gauss randbelow
    random_bytes int64n""".split()
)
_BY_OWNER: Final = frozenset({"next", "n", "intn", "float64", "int31n", "int", "float", "int63"})


def jitters(regions: Iterable[Node]) -> bool:
    """Whether chance has a part in some code."""
    for region in regions:
        for node in region.find(NodeKind.CALL, NodeKind.NAME, NodeKind.MEMBER):
            lower = node.name.lower()
            callee = node.one("callee")
            path = (callee.path if callee is not None else node.path).lower()
            if lower in CHANCY or (lower in _CHANCE and (node.kind is NodeKind.CALL or lower == "rand")):
                return True
            if lower in _BY_OWNER and ("rand" in path or "rng" in path):
                return True
            if "jitter" in lower and node.kind is NodeKind.CALL:
                return True
    return False


def grows(project: Project, regions: Iterable[Node]) -> bool | None:
    """Whether the pauses in some code double or so, False where they surely do not."""
    steady = False
    for region in regions:
        for node in region.walk():
            if _grows(project, node):
                return True
            if node.kind is NodeKind.CALL and _is_steady(project, node):
                steady = True
    return False if steady else None


def _grows(project: Project, node: Node) -> bool:
    lower = node.name.lower()
    match node.kind:
        case NodeKind.BINARY:
            return node.operator in {"**", "<<", "shl", "^^"}
        case NodeKind.NAME | NodeKind.MEMBER:
            return lower in GROWING
        case NodeKind.CALL:
            return lower in GROWING | {"pow", "exp", "exp2", "scalb", "shl", "ldexp"} or _from_list(project, node)
        case NodeKind.ASSIGN:
            return _multiplies_itself(node)
        case NodeKind.INDEX | NodeKind.LOOP:
            return _from_list(project, node)
    return False


def _multiplies_itself(node: Node) -> bool:
    if node.operator in {"*=", "**=", "<<="}:
        return True
    targets = {target.path for target in node.all("target") if target.path}
    for value in node.all("value"):
        for each in value.find(NodeKind.BINARY):
            sides = {part.path for part in (*each.all("left"), *each.all("right"))}
            if (each.operator == "*" and targets & sides) or (
                each.operator == "+" and len(sides) == 1 and targets & sides
            ):
                return True
        for each in value.find(NodeKind.CALL):
            callee = each.one("callee")
            base = callee.one("object") if callee is not None else None
            if each.name in {"multipliedBy", "Multiply", "times", "Mul"} and base is not None and base.path in targets:
                return True
    return False


def _from_list(project: Project, node: Node) -> bool:
    """Whether a pause comes from a list of growing numbers."""
    parts = [*node.all("object"), *node.all("head")]
    if node.kind is NodeKind.CALL and node.name in {"get", "at", "fetch", "getOrElse", "getOrNull", "enumerate", "dig"}:
        callee = node.one("callee")
        parts += [*(callee.all("object") if callee is not None else ()), *node.all("argument")]
    for part in parts:
        inner = [part, *part.find(NodeKind.NAME, NodeKind.MEMBER, NodeKind.LIST)]
        for each in [one for name in inner for one in (name, *project.values(name))]:
            items = each.all("item") or each.all("argument")
            numbers = [_number(item.name) for item in items if item.kind is NodeKind.NUMBER]
            if len(numbers) > 1 and all(a < b for a, b in pairwise(numbers)):
                return True
    return False


def _number(text: str) -> float:
    try:
        return float(text.replace("_", "").rstrip("LlfFdDmM"))
    except ValueError:
        return 0.0


def _is_steady(project: Project, call: Node) -> bool:
    arguments = [each for each in call.all("argument") if each.kind is not NodeKind.FUNCTION]
    return waits(call) and bool(arguments) and all(is_constant(project, each) for each in arguments)


def is_constant(project: Project, node: Node, steps: int = 4) -> bool:
    """Whether an expression is always worth the same."""
    if node.kind in {NodeKind.NUMBER, NodeKind.STRING, NodeKind.CONSTANT}:
        return True
    if not steps:
        return False
    match node.kind:
        case NodeKind.NAME | NodeKind.MEMBER:
            if node.kind is NodeKind.MEMBER and node.name.rstrip("s").lower() in _UNITS:
                base = node.one("object")
                return base is None or base.name == "time" or is_constant(project, base, steps - 1)
            function = function_of(node)
            parameters = {each.name for each in function.all("parameter")} if function is not None else set()
            values = project.values(node)
            known = node.kind is not NodeKind.NAME or node.name not in parameters
            return known and bool(values) and all(is_constant(project, each, steps - 1) for each in values)
        case NodeKind.BINARY:
            return all(is_constant(project, each, steps - 1) for each in (*node.all("left"), *node.all("right")))
        case NodeKind.CALL if node.name.lower() in _DURATIONS:
            return all(is_constant(project, each, steps - 1) for each in node.all("argument"))
    return False


_UNITS: Final = frozenset({"second", "millisecond", "minute", "nanosecond", "microsecond"})
_DURATIONS: Final = frozenset(
    "fromseconds frommilliseconds ofseconds ofmillis seconds milliseconds duration timedelta ms".split()
)


def is_nothing(project: Project, node: Node, steps: int = 3) -> bool:  # noqa: PLR0911 - one case for each form
    """Whether a pause is 0: the number, or what a function says where nothing else tells it how long."""
    if not steps:
        return False
    match node.kind:
        case NodeKind.NUMBER:
            return node.name.strip("0._") == ""
        case NodeKind.MEMBER if node.path in {"TimeSpan.Zero", "Duration.ZERO"}:
            return True
        case NodeKind.BINARY if node.operator in {"??", "||", "or", "?:"}:
            return is_nothing(project, node.all("right")[0], steps)
        case NodeKind.IF if node.one("otherwise") is not None:
            return is_nothing(project, node.all("otherwise")[0], steps)
        case NodeKind.UNARY:
            return any(is_nothing(project, each, steps) for each in node.all("operand"))
        case NodeKind.CALL:
            found = project.resolve(node)
            return bool(found) and all(is_nothing(project, each, steps - 1) for each in found)
        case NodeKind.FUNCTION:
            body = node.one("body")
            last = body.children[-1] if body is not None and body.kind is NodeKind.BLOCK and body.children else body
            value = last.one("value") if last is not None and last.kind is NodeKind.RETURN else last
            return value is not None and is_nothing(project, value, steps)
    return False

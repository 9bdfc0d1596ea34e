"""Whether an expression carries an amount as a binary floating point number, as far as the source tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

_MOST_STEPS: Final = 8

TO_FLOAT: Final = frozenset(
    """float parsefloat number to_f todouble tofloat parsedouble floatval doubleval parsefloat64 float64 float32
    doublevalue floatvalue inexactfloat64 tonumber tosingle todoubleornull tofloatornull double""".split()
)
"""Functions, methods and conversions that give a binary floating point number, in lower case."""

_PARSES_BY_TYPE: Final = frozenset({"parse", "valueof", "tryparse", "parseornull"})
"""Methods whose result depends on what they are called on: `Double.parse`."""

FLOAT_TYPES: Final = frozenset({"float", "double", "float64", "float32", "single", "real", "f64", "f32", "number"})
"""Types, in lower case. TypeScript's `number` is one of them: it has no other."""

_EXACT: Final = frozenset(
    """decimal bigdecimal big bignumber dinero money newfromstring requirefromstring bigint brick rational
    fromstring newfromint fromminor parseamount""".split()
)
"""What makes an exact amount, in lower case, as the last or last but one part of a call."""

_MINOR: Final = ("cents", "minor", "pence", "penny", "subunit", "micros")
"""Parts of names of whole numbers of the smallest unit."""

_KEEPS: Final = frozenset(
    """str string tostring to_s tofixed quantize toplainstring stringfixed stringfixedbank format formatfloat sprintf
    setscale round abs toString max min negate plus add minus sub subtract times mul multiply div divide sum reduce
    coerceatleast number_format trim strip tojson tojsonvalue valueor orelse getornull ceil floor encode""".split()
)
"""Functions whose result is as exact as what they are given, or called on."""

_SUFFIXED: Final = ("m", "M", "n")


class Carried(StrEnum):
    """What an expression carries."""

    FLOAT = "float"
    WHOLE = "whole"
    """A whole number where a text is expected."""
    EXACT = "exact"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Amount:
    """What an expression carries, and the node that tells."""

    carried: Carried
    node: Node


def carried_by(project: Project, node: Node | None, steps: int = _MOST_STEPS) -> Amount | None:
    """Return what an expression carries, None where nothing in these files tells."""
    if node is None or steps == 0:
        return None
    match node.kind:
        case NodeKind.NUMBER:
            return Amount(_of_number(node), node)
        case NodeKind.STRING:
            inner = _heaviest(project, node.all("part"), steps)
            return inner if inner is not None and inner.carried is Carried.FLOAT else Amount(Carried.EXACT, node)
        case NodeKind.CALL:
            return _of_call(project, node, steps)
        case NodeKind.BINARY if node.operator in {"+", "-", "*", "/", "%", "**", "??", "||", "or"}:
            return _heaviest(project, (*node.all("left"), *node.all("right")), steps)
        case NodeKind.UNARY | NodeKind.IF | NodeKind.CAST | NodeKind.FUNCTION:
            return _of_wrapped(project, node, steps)
        case NodeKind.NAME | NodeKind.MEMBER | NodeKind.INDEX:
            return _of_name(project, node, steps)
        case _:
            return None


def makes_float(call: Node) -> bool:
    """Whether a call, or a cast, gives a binary floating point number whatever it is given."""
    if call.kind is NodeKind.CAST:
        return is_float_type(call.one("type"))
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    by_type = call.name.lower() in _PARSES_BY_TYPE and on is not None and on.name.lower() in FLOAT_TYPES
    return call.name.lower() in TO_FLOAT or by_type


def is_float_type(node: Node | None) -> bool:
    """Whether a type that is written down is a binary floating point number, optional or not."""
    if node is None:
        return False
    name = node.name.lower().rpartition(".")[2].strip("*&?!")
    return name.removesuffix("|null").removesuffix("|undefined").removesuffix("|none") in FLOAT_TYPES


def counts_minor_units(name: str) -> bool:
    """Whether a name says that it counts cents or the like."""
    return any(word in name.lower() for word in _MINOR)


def _of_number(node: Node) -> Carried:
    text = node.name.replace("_", "")
    if text.endswith(_SUFFIXED):
        return Carried.EXACT
    hexadecimal = text.lower().startswith("0x")
    floating = "." in text or (not hexadecimal and any(mark in text.lower() for mark in "ef"))
    return Carried.FLOAT if floating or text[-1:] in {"d", "D"} else Carried.WHOLE


def _of_call(project: Project, call: Node, steps: int) -> Amount | None:
    callee = call.one("callee")
    path = callee.path.lower().split(".") if callee is not None else []
    name = call.name.lower()
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    if {part.removesuffix("()") for part in path[-2:]} & _EXACT:
        # Made from a float, an exact amount is as wrong as the float: BigDecimal(0.1).
        inner = _heaviest(project, call.all("argument"), steps)
        return inner if inner is not None and inner.carried is Carried.FLOAT else Amount(Carried.EXACT, call)
    if makes_float(call):
        return Amount(Carried.FLOAT, call)
    if name in _KEEPS or name.replace("_", "") in _KEEPS:
        # A number that something is called with on an amount is a scale or a factor: `amount.toFixed(2)`.
        given = [each for each in call.all("argument") if on is None or each.kind is not NodeKind.NUMBER]
        return _heaviest(project, [*([on] if on is not None else []), *given], steps)
    found = [
        inner
        for function in project.resolve(call)
        for returned in _returned(function)
        if (inner := carried_by(project, returned, steps - 1)) is not None
    ]
    if not found and any(is_float_type(each.one("type")) for each in project.resolve(call)):
        return Amount(Carried.FLOAT, call)
    return _worst(found)


def _of_wrapped(project: Project, node: Node, steps: int) -> Amount | None:
    if node.kind is NodeKind.FUNCTION:
        return _heaviest(project, _returned(node), steps)
    if node.kind is NodeKind.CAST and is_float_type(node.one("type")):
        return Amount(Carried.FLOAT, node)
    roles = ("operand",) if node.kind is NodeKind.UNARY else ("value",) if node.kind is NodeKind.CAST else ()
    branches = roles or ("then", "otherwise")
    return _heaviest(project, [part for role in branches for part in node.all(role)], steps)


def _of_name(project: Project, node: Node, steps: int) -> Amount | None:
    if counts_minor_units(node.name):
        return None
    declared = _declared(project, node)
    if declared is not None and is_float_type(declared.one("type")):
        return Amount(Carried.FLOAT, declared)
    getters = (
        [each for each in project.functions(node.name) if _is_getter(each)] if node.kind is NodeKind.MEMBER else []
    )
    typed = next((each for each in getters if is_float_type(each.one("type"))), None)
    if typed is not None:
        return Amount(Carried.FLOAT, typed)
    given = [*project.values(node), *(value for getter in getters for value in _returned(getter))]
    return _worst([inner for value in given if (inner := carried_by(project, value, steps - 1)) is not None])


def _is_getter(function: Node) -> bool:
    """Whether a method is read like a field."""
    parameters = [each for each in function.all("parameter") if each.name not in {"self", "cls"}]
    return function.within(NodeKind.CLASS) is not None and not parameters


def _declared(project: Project, node: Node) -> Node | None:
    """Return the parameter, variable or field that a name is declared as, with its type."""
    if node.kind is NodeKind.NAME:
        for scope in node.above():
            if scope.kind is not NodeKind.FUNCTION:
                continue
            for each in (*scope.all("parameter"), *scope.find(NodeKind.ASSIGN)):
                if each.name == node.name and each.all("type"):
                    return each
    fields = project.fields(node.name)
    typed = [each for each in fields if each.all("type")]
    # A field of this name in several classes tells nothing unless they agree.
    floats = [each for each in typed if is_float_type(each.one("type"))]
    return floats[0] if floats and len(floats) == len(typed) and node.kind is NodeKind.MEMBER else None


def _returned(function: Node) -> list[Node]:
    found = [value for node in function.find(NodeKind.RETURN) for value in node.all("value")]
    body = function.one("body")
    if not found and body is not None:
        found = [body] if body.kind is not NodeKind.BLOCK else list(body.children[-1:])
    return found


def _heaviest(project: Project, nodes: tuple[Node, ...] | list[Node], steps: int) -> Amount | None:
    return _worst([inner for node in nodes if (inner := carried_by(project, node, steps - 1)) is not None])


def _worst(found: list[Amount]) -> Amount | None:
    for carried in (Carried.FLOAT, Carried.EXACT, Carried.WHOLE):
        for each in found:
            if each.carried is carried:
                return each
    return None

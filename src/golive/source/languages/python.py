"""Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    Adapter,
    Builder,
    block,
    constant,
    decorator,
    jump,
    last_part,
    leaf,
    shape,
    through,
    unescaped,
    written_type,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_OPERATORS: Final[Mapping[str, str]] = {"is": "==", "is not": "!=", "<>": "!="}


def _grammar() -> object:
    import tree_sitter_python

    return tree_sitter_python.language()


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    callee = builder.build(found.child_by_field_name("function"))
    given = found.child_by_field_name("arguments")
    # A generator as the only argument stands there without a list.
    arguments = (
        [given] if given is not None and given.type != "argument_list" else given.named_children if given else []
    )
    return builder.node(
        found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=builder.build_all(arguments)
    )


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, _pieces(builder, found))


def _joined(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, (piece for each in found.named_children for piece in _pieces(builder, each)))


def _pieces(builder: Builder, found: tree_sitter.Node) -> Iterator[str | Node]:
    raw = "r" in builder.text(found.children[0]).lower() if found.children else False
    for child in found.named_children:
        match child.type:
            case "interpolation":
                node = builder.build(child.child_by_field_name("expression"))
                if node is not None:
                    yield node
            case "string_content":
                text = builder.text(child)
                yield text if raw else unescaped(text)


def _pair(builder: Builder, found: tree_sitter.Node) -> Node:
    key = builder.build(found.child_by_field_name("key") or found.child_by_field_name("name"))
    value = builder.build(found.child_by_field_name("value"))
    return builder.node(found, NodeKind.PAIR, name=key.name if key else "", key=key, value=value)


def _spread(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.UNARY, operator="...", operand=builder.build_all(found.named_children))


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left")
    many = left is not None and left.type in {"pattern_list", "tuple_pattern", "list_pattern"}
    targets = builder.build_all(left.named_children if many and left is not None else [left] if left else [])
    right = found.child_by_field_name("right")
    several = right is not None and right.type == "expression_list"
    values = builder.build_all(right.named_children if several and right is not None else [right] if right else [])
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=targets[0].name if len(targets) == 1 and targets[0].kind is NodeKind.NAME else "",
        operator=builder.text(found.child_by_field_name("operator")) or "=",
        target=targets,
        type=written_type(builder, found.child_by_field_name("type")),
        value=values,
    )


def _named_expression(builder: Builder, found: tree_sitter.Node) -> Node:
    target = builder.build(found.child_by_field_name("name"))
    value = builder.build(found.child_by_field_name("value"))
    return builder.node(
        found, NodeKind.ASSIGN, name=target.name if target else "", operator="=", target=target, value=value
    )


def _compare(builder: Builder, found: tree_sitter.Node) -> Node:
    words = " ".join(child.type for child in found.children if not child.is_named)
    operands = builder.build_all(found.named_children)
    operator = _OPERATORS.get(words, "in" if words.endswith("in") else words.split(" ")[0])
    made = builder.node(found, NodeKind.BINARY, operator=operator, left=operands[:1], right=operands[1:])
    return builder.node(found, NodeKind.UNARY, operator="not", operand=made) if words == "not in" else made


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    for child in found.named_children if found is not None else ():
        if child.type in {"comment", "keyword_separator", "positional_separator"}:
            continue
        named = child.child_by_field_name("name") or next(
            (part for part in (child, *child.named_children) if part.type == "identifier"), None
        )
        yield builder.node(
            child,
            NodeKind.PARAMETER,
            name=builder.text(named),
            operator="..." if builder.text(child).startswith("*") else "",
            type=written_type(builder, child.child_by_field_name("type")),
            default=builder.build(child.child_by_field_name("value")),
        )


def _function(builder: Builder, found: tree_sitter.Node, annotations: tuple[Node, ...] = ()) -> Node:
    is_async = bool(found.children) and found.children[0].type == "async"
    return builder.node(
        found if not annotations or found.parent is None else found.parent,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        operator="async" if is_async else "",
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        type=written_type(builder, found.child_by_field_name("return_type")),
        body=builder.build(found.child_by_field_name("body")),
        annotation=annotations,
    )


def _class(builder: Builder, found: tree_sitter.Node, annotations: tuple[Node, ...] = ()) -> Node:
    bases = found.child_by_field_name("superclasses")
    return builder.node(
        found if not annotations or found.parent is None else found.parent,
        NodeKind.CLASS,
        name=builder.text(found.child_by_field_name("name")),
        base=builder.build_all(bases.named_children if bases is not None else ()),
        body=builder.build(found.child_by_field_name("body")),
        annotation=annotations,
    )


def _decorated(builder: Builder, found: tree_sitter.Node) -> Node | None:
    definition = found.child_by_field_name("definition")
    if definition is None:
        return None
    annotations = builder.build_all(child for child in found.named_children if child.type == "decorator")
    make = _class if definition.type == "class_definition" else _function
    return make(builder, definition, annotations)


def _if(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an IF whose `otherwise` is the next `elif` as an IF of its own, down to the `else`."""
    otherwise: Node | None = None
    for each in reversed(found.children_by_field_name("alternative")):  # a loop: chains may be long
        if each.type == "elif_clause":
            otherwise = _branch(builder, each, otherwise)
        else:
            otherwise = builder.build(each.child_by_field_name("body"))
    return _branch(builder, found, otherwise)


def _branch(builder: Builder, found: tree_sitter.Node, otherwise: Node | None) -> Node:
    return builder.node(
        found,
        NodeKind.IF,
        condition=builder.build(found.child_by_field_name("condition")),
        then=builder.build(found.child_by_field_name("consequence")),
        otherwise=otherwise,
    )


def _conditional(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [*builder.build_all(found.named_children), None, None, None]
    return builder.node(found, NodeKind.IF, operator="?", then=parts[0], condition=parts[1], otherwise=parts[2])


def _case(builder: Builder, found: tree_sitter.Node) -> Node:
    patterns = [child for child in found.named_children if child.type == "case_pattern"]
    guard = builder.build(found.child_by_field_name("guard"))
    # `case _` and `case other` take everything. A constant has a dot: `case Status.SENT`.
    takes_all = guard is None and len(patterns) == 1 and builder.text(patterns[0]).isidentifier()
    takes_all = takes_all and builder.text(patterns[0]) not in {"None", "True", "False"}
    labels = [node for pattern in patterns if not takes_all for node in _labels(builder, pattern)]
    return builder.node(
        found,
        NodeKind.CASE,
        label=labels,
        body=builder.build(found.child_by_field_name("consequence")),
        children=[guard] if guard else (),
    )


def _labels(builder: Builder, pattern: tree_sitter.Node) -> Iterator[Node]:
    inner = pattern.named_children[0] if pattern.named_children else None
    if inner is not None and inner.type == "union_pattern":
        yield from builder.build_all(inner.named_children)
        return
    node = builder.build(pattern)
    if node is not None:
        yield node


def _match(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build_all(found.children_by_field_name("subject")),
        case=builder.build_all(body.named_children if body is not None else ()),
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    names = _several(found.child_by_field_name("left"), "pattern_list")
    over = builder.build(found.child_by_field_name("right"))
    last = builder.build(found.child_by_field_name("alternative"))
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[*builder.build_all(names), *([over] if over is not None else [])],
        body=builder.build(found.child_by_field_name("body")),
        children=[last] if last else (),
    )


def _try(builder: Builder, found: tree_sitter.Node) -> Node:
    by_type = {kind: [child for child in found.named_children if child.type == kind] for kind in _TRY_PARTS}
    return builder.node(
        found,
        NodeKind.TRY,
        body=builder.build(found.child_by_field_name("body")),
        catch=builder.build_all(by_type["except_clause"]),
        final=builder.build_all(by_type["finally_clause"]),
        children=builder.build_all(by_type["else_clause"]),
    )


_TRY_PARTS: Final = ("except_clause", "finally_clause", "else_clause")


def _except(builder: Builder, found: tree_sitter.Node) -> Node:
    *heads, body = found.named_children
    types: list[Node] = []
    name = ""
    for head in heads:
        value = head
        if head.type == "as_pattern":
            name = builder.text(head.child_by_field_name("alias"))
            value = head.named_children[0]
        caught = value.named_children if value.type == "tuple" else [value]
        types += builder.build_all(caught)
    return builder.node(found, NodeKind.CATCH, name=name, type=types, body=builder.build(body))


def _raise(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.THROW, value=builder.build_all(found.named_children))


def _return(builder: Builder, found: tree_sitter.Node) -> Node:
    values = [each for child in found.named_children for each in _several(child, "expression_list")]
    return builder.node(found, NodeKind.RETURN, value=builder.build_all(values))


def _several(found: tree_sitter.Node | None, kind: str) -> list[tree_sitter.Node]:
    """Return what a list without brackets holds, as in `return a, b`."""
    if found is None:
        return []
    return found.named_children if found.type == kind else [found]


def _dotted(builder: Builder, found: tree_sitter.Node) -> Node | None:
    made: Node | None = None
    for part in found.named_children:
        name = builder.text(part)
        if made is None:
            made = builder.node(found, NodeKind.NAME, name=name)
        else:
            made = builder.node(found, NodeKind.MEMBER, name=name, object=made)
    return made


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    module = found.child_by_field_name("module_name")
    names = found.children_by_field_name("name")
    if module is not None:
        items = [_imported(builder, each) for each in names]
        return builder.node(found, NodeKind.IMPORT, name=builder.text(module), item=items)
    made = [
        builder.node(each, NodeKind.IMPORT, name=builder.text(each).split(" ")[0], item=_imported(builder, each))
        for each in names
    ]
    return made[0] if len(made) == 1 else builder.node(found, NodeKind.BLOCK, children=made)


def _imported(builder: Builder, found: tree_sitter.Node) -> Node:
    alias = found.child_by_field_name("alias")
    # As in JavaScript, a name that is given anew keeps its first one as its operator.
    first = builder.text(found.child_by_field_name("name")) if alias is not None else ""
    return builder.node(found, NodeKind.NAME, name=builder.text(alias or found).split(".")[0], operator=first)


def _awaited(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.UNARY, operator="await", operand=builder.build_all(found.named_children))


def _as_pattern(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make an assignment of `with … as name`."""
    alias = found.child_by_field_name("alias")
    value = builder.build(found.named_children[0])
    if alias is None or value is None:
        return value
    target = builder.node(alias, NodeKind.NAME, name=builder.text(alias))
    return builder.node(found, NodeKind.ASSIGN, name=target.name, operator="=", target=target, value=value)


_RULES: Final[Mapping[str, Rule]] = {
    "module": block,
    "block": block,
    "identifier": leaf(NodeKind.NAME),
    "dotted_name": _dotted,
    "attribute": shape(NodeKind.MEMBER, name="attribute", object="object"),
    "subscript": shape(NodeKind.INDEX, object="value", index="subscript"),
    "call": _call,
    "string": _string,
    "concatenated_string": _joined,
    "integer": leaf(NodeKind.NUMBER),
    "float": leaf(NodeKind.NUMBER),
    "true": constant("true"),
    "false": constant("false"),
    "none": constant("null"),
    "dictionary": shape(NodeKind.OBJECT, member="*"),
    "pair": _pair,
    "keyword_argument": _pair,
    "list": shape(NodeKind.LIST, item="*"),
    "tuple": shape(NodeKind.LIST, item="*"),
    "set": shape(NodeKind.LIST, item="*"),
    "list_splat": _spread,
    "dictionary_splat": _spread,
    "binary_operator": shape(NodeKind.BINARY, operator="operator", left="left", right="right"),
    "boolean_operator": shape(NodeKind.BINARY, operator="operator", left="left", right="right"),
    "comparison_operator": _compare,
    "not_operator": shape(NodeKind.UNARY, operator="=not", operand="argument"),
    "unary_operator": shape(NodeKind.UNARY, operator="operator", operand="argument"),
    "await": _awaited,
    "assignment": _assign,
    "augmented_assignment": _assign,
    "named_expression": _named_expression,
    "as_pattern": _as_pattern,
    "function_definition": _function,
    "lambda": _function,
    "class_definition": _class,
    "decorated_definition": _decorated,
    "decorator": decorator,
    "if_statement": _if,
    "conditional_expression": _conditional,
    "match_statement": _match,
    "case_clause": _case,
    "for_statement": _for,
    "while_statement": shape(NodeKind.LOOP, operator="=while", head="condition", body="body", children="*"),
    "try_statement": _try,
    "except_clause": _except,
    "raise_statement": _raise,
    "return_statement": _return,
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "import_statement": _import,
    "import_from_statement": _import,
    "parenthesized_expression": through,
}

ADAPTERS: Final = (Adapter("python", "Python", ("py",), _grammar, _RULES),)

"""Go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    Adapter,
    Builder,
    constant,
    dropped,
    jump,
    last_part,
    leaf,
    shape,
    signed,
    through,
    unescaped,
    written_type,
)
from golive.source.languages.braces import (
    binary,
    child_of,
    children_of,
    group,
    member,
    name_of,
    pair,
    symbol,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_VERSION: Final = re.compile(r"v\d+")
_LISTS: Final = frozenset({"slice_type", "array_type", "implicit_length_array_type"})
_UNNAMED_TYPES: Final = (*sorted(_LISTS), "map_type", "pointer_type", "channel_type", "function_type")


def _grammar() -> object:
    import tree_sitter_go

    return tree_sitter_go.language()


def _block(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.BLOCK, children=_statements(builder, found.named_children))


def _statements(builder: Builder, found: list[tree_sitter.Node]) -> tuple[Node, ...]:
    parts: list[tree_sitter.Node] = []
    for child in found:
        parts += child.named_children if child.type == "statement_list" else [child]
    return builder.build_all(parts)


def _listed(builder: Builder, found: tree_sitter.Node | None) -> tuple[Node, ...]:
    """Return the nodes of an expression list, or of the one expression that stands for it."""
    if found is None:
        return ()
    return builder.build_all(found.named_children if found.type == "expression_list" else [found])


def _type(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return a TYPE. A struct that is written within it is a CLASS without a name below it."""
    if found is None:
        return None
    inner = found
    while inner.type in {*_LISTS, "pointer_type", "map_type"} and inner.named_children:
        inner = inner.named_children[-1]
    if inner.type != "struct_type":
        return written_type(builder, found)
    text = builder.text(found)[: inner.start_byte - found.start_byte]
    return builder.node(
        found, NodeKind.TYPE, name="".join(text.split()) + "struct", children=builder.build_all([inner])
    )


def _type_name(builder: Builder, found: tree_sitter.Node) -> Node:
    """Return the NAME or MEMBER of a type, without pointers and what is in brackets."""
    while found.type in {"pointer_type", "generic_type", "parenthesized_type"} and found.named_children:
        found = found.named_children[0]
    if found.type == "qualified_type" and len(found.named_children) > 1:
        package, name = found.named_children[0], found.named_children[-1]
        return member(builder, name_of(builder, package), name)
    return name_of(builder, found)


def _class(builder: Builder, found: tree_sitter.Node, kind: tree_sitter.Node | None = None, name: str = "") -> Node:
    kind = found if found.type == "struct_type" else kind
    bases: list[Node] = []
    fields: list[Node] = []
    if kind is not None and kind.type == "struct_type":
        for field in children_of(child_of(kind, "field_declaration_list"), "field_declaration"):
            names = field.children_by_field_name("name")
            kept = field.child_by_field_name("type")
            if not names and kept is not None:
                bases.append(_type_name(builder, kept))
            for each in names:
                fields.append(_field(builder, field, each))  # noqa: PERF401  # a comprehension is one more frame a level
    elif kind is not None and kind.type == "interface_type":
        fields += builder.build_all(children_of(kind, "method_elem"))
        bases += [_type_name(builder, part) for each in children_of(kind, "type_elem") for part in each.named_children]
    elif kind is not None:
        bases.append(_type_name(builder, kind))
    body = builder.node(kind, NodeKind.BLOCK, children=fields) if kind is not None and fields else None
    return builder.node(found, NodeKind.CLASS, name=name, base=bases, body=body)


def _field(builder: Builder, found: tree_sitter.Node, name: tree_sitter.Node) -> Node:
    tag = found.child_by_field_name("tag")
    value = builder.build(tag)
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(name),
        operator="=",
        target=name_of(builder, name),
        type=_type(builder, found.child_by_field_name("type")),
        annotation=builder.node(tag, NodeKind.ANNOTATION, name="tag", value=value) if tag is not None else None,
    )


def _type_spec(builder: Builder, found: tree_sitter.Node) -> Node:
    name = builder.text(found.child_by_field_name("name"))
    return _class(builder, found, found.child_by_field_name("type"), name)


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    for child in children_of(found, "parameter_declaration", "variadic_parameter_declaration"):
        kind = child.child_by_field_name("type")
        names: list[tree_sitter.Node | None] = [*child.children_by_field_name("name")]
        for name in names or [None]:
            yield builder.node(
                child,
                NodeKind.PARAMETER,
                name=builder.text(name),
                operator="..." if child.type.startswith("variadic") else "",
                type=_type(builder, kind),
            )


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    receiver = next(_parameters(builder, found.child_by_field_name("receiver")), None)
    body = builder.build(found.child_by_field_name("body"))
    if receiver is not None and receiver.name and body is not None:
        _call_it_self(body, receiver.name)
        receiver.name = "self"
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        receiver=receiver,
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        type=_type(builder, found.child_by_field_name("result")),
        body=body,
    )


def _call_it_self(node: Node, receiver: str) -> None:
    """Rename the receiver as the other languages call it, but not what hides it in a closure."""
    pending = [node]
    while pending:
        node = pending.pop()
        if node.kind is NodeKind.NAME and node.name == receiver:
            node.name = "self"
        if node.kind is NodeKind.FUNCTION and any(each.name == receiver for each in node.all("parameter")):
            continue
        key = node.one("key") if node.kind is NodeKind.PAIR else None
        pending.extend(child for child in node.children if child is not key)


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    callee = builder.build(found.child_by_field_name("function"))
    if callee is not None and callee.kind is NodeKind.INDEX:
        callee = callee.one("object")  # f[T](x): brackets before a call name a type far more often than an index
    given = children_of(found.child_by_field_name("arguments"))
    return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=builder.build_all(given))


def _conversion(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL of `f[T](x)`, which looks like a conversion, and a CAST of `[]byte(x)`."""
    kind, operand = found.child_by_field_name("type"), builder.build(found.child_by_field_name("operand"))
    if kind is not None and kind.type == "generic_type":
        callee = _type_name(builder, kind)
        return builder.node(found, NodeKind.CALL, name=callee.name, callee=callee, argument=operand)
    return builder.node(found, NodeKind.CAST, type=_type(builder, kind), value=operand)


def _composite(builder: Builder, found: tree_sitter.Node) -> Node:
    return _literal(builder, found, found.child_by_field_name("body"), found.child_by_field_name("type"))


def _literal(
    builder: Builder, found: tree_sitter.Node, body: tree_sitter.Node | None, kind: tree_sitter.Node | None
) -> Node:
    """Make an OBJECT or LIST. Its elements may leave out a type that the whole one's type gives away."""
    within = kind.named_children[-1] if kind is not None and kind.type in {*_LISTS, "map_type"} else None
    members: list[Node] = []
    for child in children_of(body, "keyed_element", "literal_element"):
        if child.type == "literal_element":
            members += _element(builder, child, within)
            continue
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        keys = _element(builder, key, None) if key is not None else []
        values = _element(builder, value, within) if value is not None else []
        members.append(pair(builder, child, next(iter(keys), None), next(iter(values), None)))
    is_list = (kind is not None and kind.type in _LISTS) or (
        bool(members) and all(each.kind is not NodeKind.PAIR for each in members)
    )
    # The type of an element that leaves it out is written elsewhere and is no part of it.
    written = kind if kind is not None and found.start_byte <= kind.start_byte < found.end_byte else None
    return builder.node(
        found,
        NodeKind.LIST if is_list else NodeKind.OBJECT,
        name="" if is_list or kind is None else "".join(builder.text(kind).split()),
        type=_type(builder, written),
        item=members if is_list else (),
        member=() if is_list else members,
    )


def _element(builder: Builder, found: tree_sitter.Node, kind: tree_sitter.Node | None) -> list[Node]:
    made: list[Node] = []
    for child in found.named_children:
        if child.type == "literal_value":
            while kind is not None and kind.type == "pointer_type" and kind.named_children:
                kind = kind.named_children[0]
            made.append(_literal(builder, child, child, kind))
        else:
            made += builder.build_all([child])
    return made


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    text = builder.text(found)
    inner = text[1:-1] if len(text) > 1 else ""
    return builder.string(found, [inner if found.type == "raw_string_literal" else unescaped(inner)])


def _binding(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an ASSIGN of an assignment or of a declaration by `:=`."""
    targets = _listed(builder, found.child_by_field_name("left"))
    operator = builder.text(found.child_by_field_name("operator"))
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=targets[0].name if len(targets) == 1 and targets[0].kind is NodeKind.NAME else "",
        operator=operator or "=",
        target=targets,
        value=_listed(builder, found.child_by_field_name("right")),
    )


def _declared(builder: Builder, found: tree_sitter.Node) -> Node:
    names = [name_of(builder, each) for each in found.children_by_field_name("name") if each.is_named]
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=names[0].name if len(names) == 1 else "",
        operator="=",
        target=names,
        type=_type(builder, found.child_by_field_name("type")),
        value=_listed(builder, found.child_by_field_name("value")),
    )


def _group(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return group(builder, found, builder.build_all(found.named_children))


def _unary(builder: Builder, found: tree_sitter.Node) -> Node:
    operator = symbol(builder, found.child_by_field_name("operator"))
    return builder.node(
        found,
        NodeKind.UNARY,
        operator="await" if operator == "<-" else operator,
        operand=builder.build(found.child_by_field_name("operand")),
    )


def _if(builder: Builder, found: tree_sitter.Node) -> Node:
    first = builder.build(found.child_by_field_name("initializer"))
    return builder.node(
        found,
        NodeKind.IF,
        condition=builder.build(found.child_by_field_name("condition")),
        then=builder.build(found.child_by_field_name("consequence")),
        otherwise=builder.build(found.child_by_field_name("alternative")),
        children=[first] if first else (),
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    head = next((child for child in found.named_children if child.type != "comment" and child != body), None)
    operator = "loop"
    parts: tuple[Node, ...] = ()
    if head is not None:
        match head.type:
            case "for_clause":
                operator = "for"
                parts = builder.build_all(head.named_children)
            case "range_clause":
                operator = "each"
                left, right = head.child_by_field_name("left"), builder.build(head.child_by_field_name("right"))
                parts = (*_listed(builder, left), *([right] if right else []))
            case _:
                operator = "while"
                parts = builder.build_all([head])
    return builder.node(found, NodeKind.LOOP, operator=operator, head=parts, body=builder.build(body))


def _switch(builder: Builder, found: tree_sitter.Node) -> Node:
    first = builder.build(found.child_by_field_name("initializer"))
    bound = _listed(builder, found.child_by_field_name("alias"))
    return builder.node(
        found,
        NodeKind.SWITCH,
        operator="select" if found.type == "select_statement" else "",
        subject=builder.build(found.child_by_field_name("value")),
        case=builder.build_all(children_of(found, *_CASES)),
        children=[*([first] if first else []), *bound],
    )


_CASES: Final = ("expression_case", "type_case", "communication_case", "default_case")


def _case(builder: Builder, found: tree_sitter.Node) -> Node:
    labels = [node for each in found.children_by_field_name("value") for node in _listed(builder, each)]
    labels += [_type_name(builder, each) for each in found.children_by_field_name("type") if each.is_named]
    labels += builder.build_all(found.children_by_field_name("communication"))
    statements = [child for child in found.named_children if child.type == "statement_list"]
    body = (
        builder.node(statements[0], NodeKind.BLOCK, children=_statements(builder, statements)) if statements else None
    )
    return builder.node(found, NodeKind.CASE, label=labels, body=body)


def _return(builder: Builder, found: tree_sitter.Node) -> Node:
    values = [node for child in found.named_children for node in _listed(builder, child)]
    return builder.node(found, NodeKind.RETURN, value=values)


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    path = builder.text(found.child_by_field_name("path")).strip('"`')
    alias = found.child_by_field_name("name")
    parts = [part for part in path.split("/") if part]
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    local = builder.text(alias) or (parts[-1] if parts else "")
    return builder.node(found, NodeKind.IMPORT, name=path, item=builder.node(found, NodeKind.NAME, name=local))


_RULES: Final[Mapping[str, Rule]] = {
    "source_file": _block,
    "block": _block,
    "package_clause": dropped,
    "import_spec": _import,
    "import_spec_list": _group,
    "import_declaration": _group,
    "const_declaration": _group,
    "var_declaration": _group,
    "var_spec_list": _group,
    "type_declaration": _group,
    "const_spec": _declared,
    "var_spec": _declared,
    "type_spec": _type_spec,
    "type_alias": _type_spec,
    "struct_type": _class,
    "function_declaration": _function,
    "method_declaration": _function,
    "method_elem": _function,
    "func_literal": _function,
    "identifier": leaf(NodeKind.NAME),
    "field_identifier": leaf(NodeKind.NAME),
    "type_identifier": leaf(NodeKind.NAME),
    "package_identifier": leaf(NodeKind.NAME),
    "qualified_type": _type_name,
    "generic_type": _type_name,
    **dict.fromkeys(_UNNAMED_TYPES, _type),
    "selector_expression": shape(NodeKind.MEMBER, name="field", object="operand"),
    "index_expression": shape(NodeKind.INDEX, object="operand", index="index"),
    "slice_expression": shape(NodeKind.INDEX, object="operand", children="*"),
    "call_expression": _call,
    "type_conversion_expression": _conversion,
    "type_assertion_expression": lambda builder, found: builder.node(
        found,
        NodeKind.CAST,
        type=_type(builder, found.child_by_field_name("type")),
        value=builder.build(found.child_by_field_name("operand")),
    ),
    "composite_literal": _composite,
    "interpreted_string_literal": _string,
    "raw_string_literal": _string,
    "rune_literal": _string,
    "int_literal": leaf(NodeKind.NUMBER),
    "float_literal": leaf(NodeKind.NUMBER),
    "imaginary_literal": leaf(NodeKind.NUMBER),
    "iota": leaf(NodeKind.NAME),
    "true": constant("true"),
    "false": constant("false"),
    "nil": constant("null"),
    "binary_expression": binary,
    "unary_expression": _unary,
    "inc_statement": signed("++"),
    "dec_statement": signed("--"),
    "variadic_argument": signed("..."),
    "assignment_statement": _binding,
    "short_var_declaration": _binding,
    "receive_statement": lambda builder, found: (
        _binding(builder, found) if found.child_by_field_name("left") else through(builder, found)
    ),
    "if_statement": _if,
    "for_statement": _for,
    "expression_switch_statement": _switch,
    "type_switch_statement": _switch,
    "select_statement": _switch,
    **dict.fromkeys(_CASES, _case),
    "return_statement": _return,
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "goto_statement": jump("goto"),
    "fallthrough_statement": jump("fallthrough"),
    "empty_statement": dropped,
    "parenthesized_expression": through,
}

ADAPTERS: Final = (Adapter("go", "Go", ("go",), _grammar, _RULES),)

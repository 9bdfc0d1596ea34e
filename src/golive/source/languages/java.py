"""Java."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    Adapter,
    Builder,
    block,
    constant,
    dropped,
    jump,
    last_part,
    leaf,
    shape,
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
    unary,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_COMMENTS: Final = ("line_comment", "block_comment")
_NUMBERS: Final = (
    "decimal_integer_literal",
    "hex_integer_literal",
    "octal_integer_literal",
    "binary_integer_literal",
    "decimal_floating_point_literal",
    "hex_floating_point_literal",
)
_TYPES: Final = ("integral_type", "floating_point_type", "boolean_type", "void_type", "array_type")


def _grammar() -> object:
    import tree_sitter_java

    return tree_sitter_java.language()


def _type_name(builder: Builder, found: tree_sitter.Node) -> Node:
    """Return the NAME or MEMBER of a type, without what is in brackets."""
    while found.type in {"generic_type", "annotated_type"} and found.named_children:
        found = found.named_children[0 if found.type == "generic_type" else -1]
    if found.type == "scoped_type_identifier" and len(found.named_children) > 1:
        owner, name = found.named_children[0], found.named_children[-1]
        return member(builder, _type_name(builder, owner), name)
    return name_of(builder, found)


def _annotations(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    return builder.build_all(children_of(child_of(found, "modifiers"), "annotation", "marker_annotation"))


def _annotation(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    value = builder.build(named)
    given = found.child_by_field_name("arguments")
    if given is not None:
        arguments = builder.build_all(given.named_children)
        value = builder.node(found, NodeKind.CALL, name=last_part(value), callee=value, argument=arguments)
    return builder.node(found, NodeKind.ANNOTATION, name=last_part(value), value=value)


def _class(builder: Builder, found: tree_sitter.Node) -> Node:
    bases: list[tree_sitter.Node] = []
    for child in found.named_children:
        if child.type == "superclass":
            bases += child.named_children
        elif child.type in {"super_interfaces", "extends_interfaces"}:
            bases += children_of(child_of(child, "type_list"))
    return builder.node(
        found,
        NodeKind.CLASS,
        name=builder.text(found.child_by_field_name("name")),
        base=[_type_name(builder, each) for each in bases if each.type not in _COMMENTS],
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        body=builder.build(found.child_by_field_name("body")),
        annotation=_annotations(builder, found),
    )


def _enum_body(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [
        part
        for child in found.named_children
        for part in (child.named_children if child.type == "enum_body_declarations" else [child])
    ]
    return builder.node(found, NodeKind.BLOCK, children=builder.build_all(parts))


def _enum_constant(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an ASSIGN of the constant's name and of what its constructor is given."""
    named = found.child_by_field_name("name")
    given = found.child_by_field_name("arguments")
    body = builder.build(found.child_by_field_name("body"))
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named),
        operator="=",
        target=name_of(builder, named) if named is not None else None,
        value=builder.build_all(children_of(given)),
        annotation=_annotations(builder, found),
        children=[body] if body else (),
    )


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        type=written_type(builder, found.child_by_field_name("type")),
        body=builder.build(found.child_by_field_name("body")),
        annotation=_annotations(builder, found),
    )


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    if found is None:
        return
    if found.type == "identifier":
        yield builder.node(found, NodeKind.PARAMETER, name=builder.text(found))
    for child in found.named_children:
        match child.type:
            case "identifier":
                yield builder.node(child, NodeKind.PARAMETER, name=builder.text(child))
            case "formal_parameter":
                yield builder.node(
                    child,
                    NodeKind.PARAMETER,
                    name=builder.text(child.child_by_field_name("name")),
                    type=written_type(builder, child.child_by_field_name("type")),
                    annotation=_annotations(builder, child),
                )
            case "spread_parameter":
                named = child_of(child, "variable_declarator")
                kind = next((each for each in child.named_children if each.type not in _NO_TYPES), None)
                yield builder.node(
                    child,
                    NodeKind.PARAMETER,
                    name=builder.text(named),
                    operator="...",
                    type=written_type(builder, kind),
                    annotation=_annotations(builder, child),
                )


_NO_TYPES: Final = frozenset({"modifiers", "variable_declarator", *_COMMENTS})


def _declaration(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make an ASSIGN for each variable or field that is declared."""
    return group(
        builder, found, (_declared(builder, found, each) for each in found.children_by_field_name("declarator"))
    )


def _declared(builder: Builder, found: tree_sitter.Node, each: tree_sitter.Node) -> Node:
    named = each.child_by_field_name("name")
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named),
        operator="=",
        target=name_of(builder, named) if named is not None else None,
        type=written_type(builder, found.child_by_field_name("type")),
        value=builder.build(each.child_by_field_name("value")),
        annotation=_annotations(builder, found),
    )


def _resource(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return _declared(builder, found, found) if found.child_by_field_name("name") else through(builder, found)


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    target = builder.build(found.child_by_field_name("left"))
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=target.name if target is not None and target.kind is NodeKind.NAME else "",
        operator=builder.text(found.child_by_field_name("operator")),
        target=target,
        value=builder.build(found.child_by_field_name("right")),
    )


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    owner = builder.build(found.child_by_field_name("object"))
    callee = None
    if named is not None:
        callee = member(builder, owner, named) if owner is not None else name_of(builder, named)
    arguments = builder.build_all(children_of(found.child_by_field_name("arguments")))
    return builder.node(found, NodeKind.CALL, name=builder.text(named), callee=callee, argument=arguments)


def _constructor_call(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL of `this(…)` or `super(…)`."""
    callee = builder.build(found.child_by_field_name("constructor"))
    arguments = builder.build_all(children_of(found.child_by_field_name("arguments")))
    return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=arguments)


def _new(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL. The body of an anonymous class is a CLASS without a name and the last argument."""
    kind = found.child_by_field_name("type")
    callee = _type_name(builder, kind) if kind is not None else None
    arguments = [*builder.build_all(children_of(found.child_by_field_name("arguments")))]
    body = child_of(found, "class_body")
    if body is not None:
        arguments.append(builder.node(body, NodeKind.CLASS, body=builder.build(body)))
    return builder.node(found, NodeKind.CALL, name=last_part(callee), operator="new", callee=callee, argument=arguments)


def _new_array(builder: Builder, found: tree_sitter.Node) -> Node | None:
    value = found.child_by_field_name("value")
    if value is not None:
        return builder.build(value)
    kind = written_type(builder, found.child_by_field_name("type"))
    sizes = builder.build_all(children_of(found, "dimensions_expr"))
    return builder.node(found, NodeKind.CALL, operator="new", callee=kind, argument=sizes)


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    text = builder.text(found)
    if text.startswith('"""'):
        inner = text[3:].removesuffix('"""').partition("\n")[2]
        return builder.string(found, [unescaped(textwrap.dedent(inner))])
    return builder.string(found, [unescaped(text[1:].removesuffix(text[:1]))])


def _lambda(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.FUNCTION,
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        body=builder.build(found.child_by_field_name("body")),
    )


def _reference(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make the MEMBER that `this::name` or `Type::new` refers to."""
    owner = builder.build(found.named_children[0]) if found.named_children else None
    return member(builder, owner, found.children[-1]) if owner is not None else None


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [each for field in ("init", "condition", "update") for each in found.children_by_field_name(field)]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="for",
        head=builder.build_all(part for part in parts if part.is_named),
        body=builder.build(found.child_by_field_name("body")),
    )


def _each(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    value = builder.build(found.child_by_field_name("value"))
    heads = [name_of(builder, named)] if named is not None else []
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[*heads, *([value] if value else [])],
        type=written_type(builder, found.child_by_field_name("type")),
        body=builder.build(found.child_by_field_name("body")),
    )


def _try(builder: Builder, found: tree_sitter.Node) -> Node:
    resources = children_of(found.child_by_field_name("resources"), "resource")
    return builder.node(
        found,
        NodeKind.TRY,
        body=builder.build(found.child_by_field_name("body")),
        catch=builder.build_all(children_of(found, "catch_clause")),
        final=builder.build_all(children_of(found, "finally_clause")),
        children=builder.build_all(resources),
    )


def _catch(builder: Builder, found: tree_sitter.Node) -> Node:
    head = child_of(found, "catch_formal_parameter")
    types = children_of(child_of(head, "catch_type"))
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(head.child_by_field_name("name")) if head is not None else "",
        type=[_type_name(builder, each) for each in types],
        body=builder.build(found.child_by_field_name("body")),
    )


def _switch(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(found.child_by_field_name("condition")),
        case=_cases(builder, found.child_by_field_name("body")),
    )


def _cases(builder: Builder, found: tree_sitter.Node | None) -> list[Node]:
    """Return the ways. Labels in a row without a statement between them are one way."""
    cases: list[Node] = []
    waiting: list[Node] = []
    ways = children_of(found, "switch_block_statement_group", "switch_rule")
    for way in ways:
        marks = children_of(way, "switch_label")
        labels = [node for mark in marks for node in _labels(builder, mark)]
        body = [child for child in way.named_children if child.type not in {"switch_label", *_COMMENTS}]
        is_default = any(builder.text(child) == "default" for mark in marks for child in mark.children)
        if is_default and (labels or waiting):
            cases.append(_case(builder, way, [*waiting, *labels], body))
            waiting, labels = [], []
        if not body and not is_default:
            waiting += labels
            continue
        cases.append(_case(builder, way, [*waiting, *labels], body))
        waiting = []
    if waiting:
        cases.append(_case(builder, ways[-1], waiting, []))
    return cases


def _case(builder: Builder, way: tree_sitter.Node, labels: Iterable[Node], body: list[tree_sitter.Node]) -> Node:
    guards = builder.build_all(each for mark in children_of(way, "switch_label") for each in children_of(mark, "guard"))
    return builder.node(
        way,
        NodeKind.CASE,
        children=guards,
        label=labels,
        body=builder.node(body[0], NodeKind.BLOCK, children=builder.build_all(body)) if body else None,
    )


def _labels(builder: Builder, found: tree_sitter.Node) -> Iterator[Node]:
    for child in found.named_children:
        if builder.text(child) == "default":
            continue  # of `null, default`
        if child.type == "pattern":
            kind = child_of(child_of(child, "type_pattern", "record_pattern"))
            if kind is not None:
                yield _type_name(builder, kind)
        elif child.type != "guard":
            yield from builder.build_all([child])


def _cast(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.CAST,
        type=written_type(builder, found.child_by_field_name("type")),
        value=builder.build(found.child_by_field_name("value")),
    )


def _instanceof(builder: Builder, found: tree_sitter.Node) -> Node:
    kind = found.child_by_field_name("right") or found.child_by_field_name("pattern")
    return builder.node(
        found,
        NodeKind.BINARY,
        operator="instanceof",
        left=builder.build(found.child_by_field_name("left")),
        right=_type_name(builder, kind) if kind is not None else None,
    )


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    path = child_of(found, "scoped_identifier", "identifier")
    named = path.child_by_field_name("name") or path if path is not None else None
    every = child_of(found, "asterisk") is not None
    return builder.node(
        found,
        NodeKind.IMPORT,
        name="".join(builder.text(path).split()),
        item=name_of(builder, named) if named is not None and not every else None,
    )


def _prefix(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.UNARY,
        operator=symbol(builder, found.child_by_field_name("operator")),
        operand=builder.build(found.child_by_field_name("operand")),
    )


def _returned(kind: NodeKind) -> Rule:
    return lambda builder, found: builder.node(found, kind, value=builder.build_all(found.named_children))


def _class_literal(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return member(builder, _type_name(builder, found.named_children[0]), found.children[-1])


_CONDITION: Final = {"condition": "condition", "then": "consequence", "otherwise": "alternative"}

_RULES: Final[Mapping[str, Rule]] = {
    "program": block,
    "block": block,
    "class_body": block,
    "interface_body": block,
    "annotation_type_body": block,
    "constructor_body": block,
    "static_initializer": through,
    "finally_clause": through,
    "enum_body": _enum_body,
    "enum_constant": _enum_constant,
    "package_declaration": dropped,
    "modifiers": dropped,
    "dimensions": dropped,
    "type_parameters": dropped,
    "import_declaration": _import,
    **dict.fromkeys(
        (
            "class_declaration",
            "interface_declaration",
            "enum_declaration",
            "record_declaration",
            "annotation_type_declaration",
        ),
        _class,
    ),
    **dict.fromkeys(
        (
            "method_declaration",
            "constructor_declaration",
            "compact_constructor_declaration",
            "annotation_type_element_declaration",
        ),
        _function,
    ),
    "lambda_expression": _lambda,
    "method_reference": _reference,
    "annotation": _annotation,
    "marker_annotation": _annotation,
    "element_value_pair": lambda builder, found: pair(
        builder,
        found,
        builder.build(found.child_by_field_name("key")),
        builder.build(found.child_by_field_name("value")),
    ),
    "element_value_array_initializer": shape(NodeKind.LIST, item="*"),
    "array_initializer": shape(NodeKind.LIST, item="*"),
    "array_creation_expression": _new_array,
    "field_declaration": _declaration,
    "constant_declaration": _declaration,
    "local_variable_declaration": _declaration,
    "resource": _resource,
    "assignment_expression": _assign,
    "identifier": leaf(NodeKind.NAME),
    "this": leaf(NodeKind.NAME),
    "super": leaf(NodeKind.NAME),
    **dict.fromkeys(("type_identifier", "scoped_type_identifier", "generic_type"), _type_name),
    **dict.fromkeys(_TYPES, written_type),
    "scoped_identifier": shape(NodeKind.MEMBER, name="name", object="scope"),
    "field_access": shape(NodeKind.MEMBER, name="field", object="object"),
    "array_access": shape(NodeKind.INDEX, object="array", index="index"),
    "class_literal": _class_literal,
    "method_invocation": _call,
    "explicit_constructor_invocation": _constructor_call,
    "object_creation_expression": _new,
    "string_literal": _string,
    "character_literal": _string,
    **dict.fromkeys(_NUMBERS, leaf(NodeKind.NUMBER)),
    "true": constant("true"),
    "false": constant("false"),
    "null_literal": constant("null"),
    "binary_expression": binary,
    "instanceof_expression": _instanceof,
    "unary_expression": _prefix,
    "update_expression": unary,
    "cast_expression": _cast,
    "ternary_expression": shape(NodeKind.IF, operator="=?", **_CONDITION),
    "if_statement": shape(NodeKind.IF, **_CONDITION),
    "switch_expression": _switch,
    "for_statement": _for,
    "enhanced_for_statement": _each,
    "while_statement": shape(NodeKind.LOOP, operator="=while", head="condition", body="body"),
    "do_statement": shape(NodeKind.LOOP, operator="=do", head="condition", body="body"),
    "try_statement": _try,
    "try_with_resources_statement": _try,
    "catch_clause": _catch,
    "return_statement": _returned(NodeKind.RETURN),
    "throw_statement": _returned(NodeKind.THROW),
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "expression_statement": through,
    "parenthesized_expression": through,
}

ADAPTERS: Final = (Adapter("java", "Java", ("java",), _grammar, _RULES, frozenset(_COMMENTS)),)

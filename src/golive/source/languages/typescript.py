"""
TypeScript, with TSX.

What types say is in TYPE nodes; an interface, and a type that is an object, is a CLASS whose fields have types.
`satisfies`, `as const` and `!` change nothing and leave no trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import Adapter, Builder, dropped, leaf, shape, through
from golive.source.languages.javascript import DROPPED, RULES, class_, field, function, members, type_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_TYPES: Final = (
    "array_type",
    "conditional_type",
    "existential_type",
    "flow_maybe_type",
    "function_type",
    "generic_type",
    "index_type_query",
    "infer_type",
    "intersection_type",
    "literal_type",
    "lookup_type",
    "object_type",
    "parenthesized_type",
    "predefined_type",
    "readonly_type",
    "template_literal_type",
    "this_type",
    "tuple_type",
    "type_annotation",
    "type_query",
    "union_type",
)


def _grammar() -> object:
    import tree_sitter_typescript

    return tree_sitter_typescript.language_typescript()


def _grammar_with_tags() -> object:
    import tree_sitter_typescript

    return tree_sitter_typescript.language_tsx()


def _cast(builder: Builder, found: tree_sitter.Node) -> Node | None:
    parts = [child for child in found.named_children if child.type not in DROPPED]
    if len(parts) == 1:  # `as const`
        return builder.build(parts[0])
    first, last = parts[0], parts[-1]
    value, kind = (first, last) if found.type == "as_expression" else (last, first)
    if kind.type == "type_arguments" and kind.named_children:
        kind = kind.named_children[0]
    return builder.node(found, NodeKind.CAST, type=type_of(builder, kind), value=builder.build(value))


def _alias(builder: Builder, found: tree_sitter.Node) -> Node | None:
    value = found.child_by_field_name("value")
    name = builder.text(found.child_by_field_name("name"))
    if value is not None and value.type == "object_type":
        return builder.node(found, NodeKind.CLASS, name=name, body=members(builder, value))
    return builder.node(found, NodeKind.OTHER, name=name, children=builder.build_all([value] if value else []))


def _entries(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make the BLOCK that is an enum's body."""
    made = [
        builder.node(child, NodeKind.ASSIGN, name=builder.text(child), operator="=", target=builder.build(child))
        if child.type == "property_identifier"
        else builder.build(child)
        for child in found.named_children
    ]
    return builder.node(found, NodeKind.BLOCK, children=[each for each in made if each is not None])


_RULES: Final[Mapping[str, Rule]] = {
    **RULES,
    **dict.fromkeys(_TYPES, type_of),
    "type_identifier": leaf(NodeKind.NAME),
    "nested_type_identifier": shape(NodeKind.MEMBER, name="name", object="module"),
    "nested_identifier": shape(NodeKind.MEMBER, name="property", object="object"),
    "type_arguments": dropped,
    "type_parameters": dropped,
    "accessibility_modifier": dropped,
    "override_modifier": dropped,
    "function_signature": dropped,
    "index_signature": dropped,
    "as_expression": _cast,
    "type_assertion": _cast,
    "satisfies_expression": through,
    "non_null_expression": through,
    "public_field_definition": field,
    "property_signature": field,
    "enum_assignment": field,
    "method_signature": function,
    "abstract_method_signature": function,
    "abstract_class_declaration": class_,
    "interface_declaration": class_,
    "interface_body": members,
    "enum_declaration": class_,
    "enum_body": _entries,
    "internal_module": class_,
    "module": class_,
    "type_alias_declaration": _alias,
}

ADAPTERS: Final = (
    Adapter("typescript", "TypeScript", ("ts", "mts", "cts"), _grammar, _RULES, DROPPED),
    Adapter("typescript", "TypeScript", ("tsx",), _grammar_with_tags, _RULES, DROPPED),
)

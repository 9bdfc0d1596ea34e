"""C#."""

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

_TYPES: Final = ("array_type", "nullable_type", "pointer_type", "tuple_type", "function_pointer_type", "implicit_type")
_SELF: Final = frozenset({"this", "base"})
_DROPPED: Final = frozenset(
    {"comment", "preproc_region", "preproc_endregion", "preproc_pragma", "preproc_nullable", "preproc_define"}
    | {"preproc_undef", "preproc_line", "preproc_error", "preproc_warning"}
)


def _grammar() -> object:
    import tree_sitter_c_sharp

    return tree_sitter_c_sharp.language()


def _value(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return the last thing in a node, also where that is `this`, which the parser does not name."""
    if found is None:
        return None
    for child in reversed(found.children):
        if child.type in _SELF:
            return builder.node(child, NodeKind.NAME, name=child.type)
        if child.is_named and child.type not in _DROPPED:
            return builder.build(child)
    return None


def _type_name(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return the NAME or MEMBER of a type, without what is in brackets."""
    if found is None:
        return None
    match found.type:
        case "generic_name" | "nullable_type" | "array_type":
            return _type_name(builder, found.named_children[0]) if found.named_children else None
        case "qualified_name" | "alias_qualified_name":
            owner, name = found.named_children[0], found.named_children[-1]
            above = _type_name(builder, owner)
            return member(builder, above, _bare(name)) if above is not None else None
    return name_of(builder, found)


def _bare(found: tree_sitter.Node) -> tree_sitter.Node:
    """Return the identifier of a generic name."""
    return found.named_children[0] if found.type == "generic_name" and found.named_children else found


def _annotations(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    lists = children_of(found, "attribute_list")
    return builder.build_all(each for one in lists for each in children_of(one, "attribute"))


def _attribute(builder: Builder, found: tree_sitter.Node) -> Node:
    value = _type_name(builder, found.child_by_field_name("name"))
    given = child_of(found, "attribute_argument_list")
    if given is not None:
        arguments = builder.build_all(given.named_children)
        value = builder.node(found, NodeKind.CALL, name=last_part(value), callee=value, argument=arguments)
    return builder.node(found, NodeKind.ANNOTATION, name=last_part(value), value=value)


def _argument(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make what is given, or the PAIR of a named argument."""
    value = _value(builder, found)
    named = found.child_by_field_name("name")
    parts = children_of(found)
    if named is None and found.type == "attribute_argument" and len(parts) > 1:
        named = parts[0]
    return pair(builder, found, name_of(builder, named), value) if named is not None else value


def _arguments(builder: Builder, found: tree_sitter.Node | None) -> tuple[Node, ...]:
    return builder.build_all(children_of(found, "argument"))


def _class(builder: Builder, found: tree_sitter.Node) -> Node:
    bases = child_of(found, "base_list")
    given = _arguments(builder, child_of(bases, "argument_list"))
    names = [child for child in children_of(bases) if child.type not in {"argument_list", "comment"}]
    constructed = [child for child in names if child.type == "primary_constructor_base_type"]
    names = [child.named_children[0] if child in constructed else child for child in names]
    given += tuple(node for child in constructed for node in _arguments(builder, child_of(child, "argument_list")))
    return builder.node(
        found,
        NodeKind.CLASS,
        name=builder.text(found.child_by_field_name("name")),
        base=[node for each in names if (node := _type_name(builder, each)) is not None],
        parameter=_parameters(builder, child_of(found, "parameter_list")),
        body=builder.build(found.child_by_field_name("body")),
        annotation=_annotations(builder, found),
        children=given,
    )


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    if found is None:
        return
    if found.type in {"identifier", "implicit_parameter"}:
        yield builder.node(found, NodeKind.PARAMETER, name=builder.text(found))
        return
    for child in children_of(found, "parameter"):
        named, kind = child.child_by_field_name("name"), child.child_by_field_name("type")
        known = [named, kind]
        values = [
            each
            for each in child.named_children
            if each not in known and each.type not in {"attribute_list", "modifier"}
        ]
        yield builder.node(
            child,
            NodeKind.PARAMETER,
            name=builder.text(named),
            type=written_type(builder, kind),
            default=builder.build_all(values),
            annotation=_annotations(builder, child),
        )
    # What `params` marks stands in the list itself.
    named = found.child_by_field_name("name")
    if named is not None:
        written = written_type(builder, found.child_by_field_name("type"))
        yield builder.node(named, NodeKind.PARAMETER, name=builder.text(named), operator="...", type=written)


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    modifiers = {builder.text(child) for child in found.children if child.type in {"modifier", "async"}}
    first = builder.build(child_of(found, "constructor_initializer"))
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        operator="async" if "async" in modifiers else "",
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        type=written_type(builder, found.child_by_field_name("returns") or found.child_by_field_name("type")),
        body=builder.build(found.child_by_field_name("body") or child_of(found, "block")),
        annotation=_annotations(builder, found),
        children=[first] if first else (),
    )


def _constructor_call(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL of `this(…)` or `base(…)`."""
    word = next((child for child in found.children if child.type in _SELF), None)
    callee = builder.node(word, NodeKind.NAME, name=word.type) if word is not None else None
    arguments = _arguments(builder, child_of(found, "argument_list"))
    return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=arguments)


def _accessor(builder: Builder, found: tree_sitter.Node) -> Node | None:
    body = builder.build(found.child_by_field_name("body"))
    if body is None:
        return None
    return builder.node(found, NodeKind.FUNCTION, name=builder.text(found.child_by_field_name("name")), body=body)


def _property(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    accessors = found.child_by_field_name("accessors")
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named),
        operator="=",
        target=name_of(builder, named) if named is not None else None,
        type=written_type(builder, found.child_by_field_name("type")),
        value=_enclosed(builder, found.child_by_field_name("value")),
        annotation=_annotations(builder, found),
        children=builder.build_all(children_of(accessors)),
    )


def _enclosed(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    return (
        _value(builder, found)
        if found is not None and found.type == "arrow_expression_clause"
        else builder.build(found)
    )


def _declaration(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make an ASSIGN for each variable or field that is declared."""
    inner = child_of(found, "variable_declaration") or found
    each = children_of(inner, "variable_declarator")
    return group(builder, found, (_declared(builder, found, inner, one) for one in each))


def _declared(builder: Builder, found: tree_sitter.Node, inner: tree_sitter.Node, each: tree_sitter.Node) -> Node:
    named = each.child_by_field_name("name") or child_of(each, "tuple_pattern")
    several = named is not None and named.type == "tuple_pattern"
    names = children_of(named, "identifier") if several else [named] if named is not None else []
    has_value = any(child.type == "=" for child in each.children)
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named) if not several else "",
        operator="=",
        target=[name_of(builder, one) for one in names],
        type=written_type(builder, inner.child_by_field_name("type")),
        value=_value(builder, each) if has_value else None,
        annotation=_annotations(builder, found),
    )


def _declared_inline(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an ASSIGN without a value of `out var name`."""
    named = found.child_by_field_name("name")
    kind = written_type(builder, found.child_by_field_name("type"))
    target = name_of(builder, named) if named is not None else None
    return builder.node(found, NodeKind.ASSIGN, name=builder.text(named), operator="=", target=target, type=kind)


def _enum_member(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named),
        operator="=",
        target=name_of(builder, named) if named is not None else None,
        value=builder.build(found.child_by_field_name("value")),
        annotation=_annotations(builder, found),
    )


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left")
    target = builder.build(left)
    targets: Iterable[Node] = [target] if target is not None else []
    if target is not None and left is not None and left.type == "tuple_expression":
        targets = target.children
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=target.name if target is not None and target.kind is NodeKind.NAME else "",
        operator=builder.text(found.child_by_field_name("operator")) or "=",
        target=targets,
        value=_value(builder, found),
    )


def _member(builder: Builder, found: tree_sitter.Node) -> Node | None:
    named = found.child_by_field_name("name")
    owner = builder.build(found.child_by_field_name("expression"))
    if named is None or owner is None:
        return owner
    return member(builder, owner, _bare(named))


def _conditional_access(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make a MEMBER of `a?.b` and an INDEX of `a?[b]`."""
    owner = builder.build(found.child_by_field_name("condition"))
    if owner is None:
        return None
    bound = child_of(found, "member_binding_expression")
    named = bound.child_by_field_name("name") if bound is not None else None
    if named is not None:
        return member(builder, owner, _bare(named))
    rest = child_of(found, "element_binding_expression")
    return builder.node(found, NodeKind.INDEX, object=owner, index=_arguments(builder, rest))


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    callee = builder.build(found.child_by_field_name("function"))
    arguments = _arguments(builder, found.child_by_field_name("arguments"))
    return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=arguments)


def _new(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL. What an initialiser sets is an OBJECT (or LIST) and the last argument."""
    callee = _type_name(builder, found.child_by_field_name("type") or _expected(found))
    given = _arguments(builder, child_of(found, "argument_list"))
    filled = builder.build(child_of(found, "initializer_expression"))
    return builder.node(
        found,
        NodeKind.CALL,
        name=last_part(callee),
        operator="new",
        callee=callee,
        argument=[*given, *([filled] if filled else [])],
    )


def _expected(found: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return the type that `new(…)` leaves out, where the declaration around it names it."""
    above = found.parent
    while above is not None and above.type in {"variable_declarator", "variable_declaration"}:
        kind = above.child_by_field_name("type")
        if kind is not None:
            return kind
        above = above.parent
    return above.child_by_field_name("type") if above is not None and above.type == "property_declaration" else None


def _initializer(builder: Builder, found: tree_sitter.Node) -> Node:
    members: list[Node] = []
    parts = [child for child in found.named_children if child.type not in _DROPPED]
    for child in parts:
        inner = children_of(child)
        if child.type == "assignment_expression":
            members.append(_set(builder, child))
        elif child.type == "initializer_expression" and len(inner) == 2:  # noqa: PLR2004  # a key and its value
            members.append(pair(builder, child, builder.build(inner[0]), builder.build(inner[1])))
        else:
            members += builder.build_all([child])
    is_object = not members or any(node.kind is NodeKind.PAIR for node in members)
    return builder.node(
        found,
        NodeKind.OBJECT if is_object else NodeKind.LIST,
        member=members if is_object else (),
        item=() if is_object else members,
    )


def _set(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left")
    keyed = left is not None and left.type == "element_binding_expression"
    key = next(iter(_arguments(builder, left)), None) if keyed else builder.build(left)
    return pair(builder, found, key, _value(builder, found))


def _anonymous(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an OBJECT of `new { key = value, name }`, whose keys and values the parser has in one row."""
    members: list[Node] = []
    row: list[tree_sitter.Node] = []
    for child in found.children[1:]:
        if child.type in {",", "}"}:
            value = builder.build(row[-1]) if row else None
            if value is not None:
                key = name_of(builder, row[0]) if len(row) > 1 else None
                members.append(
                    pair(builder, row[0], key, value)
                    if key is not None
                    else builder.node(row[0], NodeKind.PAIR, name=last_part(value), value=value)
                )
            row = []
        elif child.is_named and child.type not in _DROPPED:
            row.append(child)
    return builder.node(found, NodeKind.OBJECT, member=members)


def _new_array(builder: Builder, found: tree_sitter.Node) -> Node | None:
    filled = child_of(found, "initializer_expression")
    if filled is not None:
        return builder.node(filled, NodeKind.LIST, item=builder.build_all(filled.named_children))
    kind = written_type(builder, found.child_by_field_name("type"))
    return builder.node(found, NodeKind.CALL, operator="new", callee=kind)


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    text = builder.text(found)
    match found.type:
        case "verbatim_string_literal":
            return builder.string(found, [text[2:-1].replace('""', '"')])
        case "raw_string_literal":
            inner = builder.text(child_of(found, "raw_string_content"))
            return builder.string(found, [_dedented(inner)])
        case _:
            inner = text[1 : max(text.rfind(text[0]), 1)]
            return builder.string(found, [unescaped(inner)])


def _dedented(text: str) -> str:
    first, line_end, rest = text.partition("\n")
    if not line_end or first.strip():
        return text
    return textwrap.dedent(rest).removesuffix("\n").rstrip(" \t").removesuffix("\n")


def _interpolated(builder: Builder, found: tree_sitter.Node) -> Node:
    start = builder.text(child_of(found, "interpolation_start"))
    is_raw = child_of(found, "interpolation_quote") is not None and "$$" in start
    pieces: list[str | Node] = []
    for child in found.named_children:
        match child.type:
            case "interpolation":
                parts = [each for each in child.named_children if not each.type.startswith("interpolation_")]
                node = _value_of(builder, child, parts)
                pieces += [node] if node is not None else []
            case "string_content":
                text = builder.text(child)
                if "@" in start:
                    text = text.replace('""', '"')
                pieces.append(text if is_raw else text.replace("{{", "{").replace("}}", "}"))
            case "escape_sequence":
                pieces.append(unescaped(builder.text(child)))
    return builder.string(found, pieces)


def _value_of(builder: Builder, found: tree_sitter.Node, parts: list[tree_sitter.Node]) -> Node | None:
    if parts:
        return builder.build(parts[0])
    word = next((child for child in found.children if child.type in _SELF), None)
    return builder.node(word, NodeKind.NAME, name=word.type) if word is not None else None


def _boolean(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.CONSTANT, name=builder.text(found))


def _cast(builder: Builder, found: tree_sitter.Node) -> Node:
    kind = found.child_by_field_name("type") or found.child_by_field_name("right")
    value = found.child_by_field_name("value") or found.child_by_field_name("left")
    return builder.node(found, NodeKind.CAST, type=written_type(builder, kind), value=builder.build(value))


def _is(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make the comparisons that `x is pattern` stands for."""
    subject = found.child_by_field_name("expression") or found.child_by_field_name("left")
    pattern = found.child_by_field_name("pattern") or found.child_by_field_name("right")
    return _compared(builder, found, subject, pattern) if pattern is not None else builder.build(subject)


def _compared(
    builder: Builder, found: tree_sitter.Node, subject: tree_sitter.Node | None, pattern: tree_sitter.Node
) -> Node:
    operator, right = "instanceof", None
    match pattern.type:
        case "or_pattern" | "and_pattern":
            sides = [
                _compared(builder, each, subject, each)
                for field in ("left", "right")
                if (each := pattern.child_by_field_name(field)) is not None
            ]
            word = pattern.type.removesuffix("_pattern")
            return builder.node(found, NodeKind.BINARY, operator=word, left=sides[:1], right=sides[1:])
        case "negated_pattern" if pattern.named_children:
            inner = _compared(builder, pattern, subject, pattern.named_children[0])
            return builder.node(found, NodeKind.UNARY, operator="not", operand=inner)
        case "parenthesized_pattern" if pattern.named_children:
            return _compared(builder, found, subject, pattern.named_children[0])
        case "constant_pattern":
            operator, right = "==", _value(builder, pattern)
        case "relational_pattern":
            operator, right = builder.text(pattern.children[0]), _value(builder, pattern)
        case _:
            right = next(iter(_labels(builder, pattern)), None)
    return builder.node(found, NodeKind.BINARY, operator=operator, left=builder.build(subject), right=right)


def _labels(builder: Builder, pattern: tree_sitter.Node) -> Iterator[Node]:  # noqa: C901  # one arm per kind of pattern
    match pattern.type:
        case "or_pattern" | "parenthesized_pattern":
            for child in pattern.named_children:
                yield from _labels(builder, child)
        case "discard":
            return
        case "constant_pattern":
            node = _value(builder, pattern)
            if node is not None:
                yield node
        case "relational_pattern":
            operator = builder.text(pattern.children[0]) if pattern.children else ""
            yield builder.node(pattern, NodeKind.UNARY, operator=operator, operand=_value(builder, pattern))
        case "declaration_pattern" | "type_pattern" | "recursive_pattern":
            kind = pattern.child_by_field_name("type")
            named = _type_name(builder, kind) if kind is not None and kind.type != "implicit_type" else None
            if named is not None:
                yield named
            elif pattern.type == "recursive_pattern":
                yield builder.node(pattern, NodeKind.OTHER, children=builder.build_all(pattern.named_children))
        case "var_pattern":
            return
        case _:
            yield from builder.build_all([pattern])


def _switch(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(found.child_by_field_name("value")),
        case=_sections(builder, found.child_by_field_name("body")),
    )


def _sections(builder: Builder, found: tree_sitter.Node | None) -> list[Node]:
    """Return the ways. Labels in a row without a statement between them are one way."""
    cases: list[Node] = []
    waiting: list[Node] = []
    sections = children_of(found, "switch_section")
    for section in sections:
        parts = [child for child in section.named_children if child.type not in _DROPPED]
        marks = [child for child in parts if child.type.endswith("pattern") or child.type == "discard"]
        guards = builder.build_all(child for child in parts if child.type == "when_clause")
        labels = [node for mark in marks for node in _labels(builder, mark)]
        body = [child for child in parts if child not in marks and child.type != "when_clause"]
        is_default = any(child.type == "default" for child in section.children)
        if is_default and (labels or waiting):
            cases.append(_case(builder, section, [*waiting, *labels], body))
            waiting, labels = [], []
        if not body and not is_default:
            waiting += labels
            continue
        cases.append(_case(builder, section, [*waiting, *labels], body, guards))
        waiting = []
    if waiting:
        cases.append(_case(builder, sections[-1], waiting, []))
    return cases


def _case(
    builder: Builder,
    found: tree_sitter.Node,
    labels: Iterable[Node],
    body: list[tree_sitter.Node],
    guards: Iterable[Node] = (),
) -> Node:
    return builder.node(
        found,
        NodeKind.CASE,
        label=labels,
        body=builder.node(body[0], NodeKind.BLOCK, children=builder.build_all(body)) if body else None,
        children=guards,
    )


def _switch_expression(builder: Builder, found: tree_sitter.Node) -> Node:
    subject = next((child for child in children_of(found) if child.type != "switch_expression_arm"), None)
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(subject),
        case=builder.build_all(children_of(found, "switch_expression_arm")),
    )


def _arm(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [child for child in found.named_children if child.type not in _DROPPED]
    guards = builder.build_all(child for child in parts if child.type == "when_clause")
    return builder.node(
        found,
        NodeKind.CASE,
        label=_labels(builder, parts[0]) if parts else (),
        body=_value(builder, found) if len(parts) > 1 or found.children[-1].type in _SELF else None,
        children=guards,
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [each for field in ("initializer", "condition", "update") for each in found.children_by_field_name(field)]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="for",
        head=builder.build_all(part for part in parts if part.is_named),
        body=builder.build(found.child_by_field_name("body")),
    )


def _each(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left")
    names = children_of(left, "identifier") if left is not None and left.type == "tuple_pattern" else [left]
    heads = [name_of(builder, each) for each in names if each is not None]
    right = builder.build(found.child_by_field_name("right"))
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[*heads, *([right] if right else [])],
        type=written_type(builder, found.child_by_field_name("type")),
        body=builder.build(found.child_by_field_name("body")),
    )


def _try(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.TRY,
        body=builder.build(found.child_by_field_name("body")),
        catch=builder.build_all(children_of(found, "catch_clause")),
        final=builder.build_all(children_of(found, "finally_clause")),
    )


def _catch(builder: Builder, found: tree_sitter.Node) -> Node:
    head = child_of(found, "catch_declaration")
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(head.child_by_field_name("name")) if head is not None else "",
        type=_type_name(builder, head.child_by_field_name("type")) if head is not None else None,
        body=builder.build(found.child_by_field_name("body")),
        children=builder.build_all(children_of(found, "catch_filter_clause")),
    )


def _valued(kind: NodeKind, operator: str = "") -> Rule:
    """Return a rule for a word before an expression, where there is one."""
    role = "operand" if kind is NodeKind.UNARY else "value"

    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        value = _value(builder, found)
        if role == "operand":
            return builder.node(found, kind, operator=operator, operand=value)
        return builder.node(found, kind, operator=operator, value=value)

    return rule


def _postfix(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make a UNARY, or only what `!` says is not null."""
    sign = found.children[-1] if found.children else None
    if builder.text(sign) == "!":
        return through(builder, found)
    return builder.node(
        found, NodeKind.UNARY, operator=symbol(builder, sign), operand=builder.build_all(found.named_children)
    )


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    alias = found.child_by_field_name("name")
    path = next((child for child in reversed(children_of(found)) if child != alias), None)
    return builder.node(
        found,
        NodeKind.IMPORT,
        name="".join(builder.text(path).split()),
        item=name_of(builder, alias) if alias is not None else None,
    )


def _namespace(builder: Builder, found: tree_sitter.Node) -> Node | None:
    named = found.child_by_field_name("name")
    parts = builder.build_all(child for child in found.named_children if child != named)
    return group(builder, found, parts)


_CONDITION: Final = {"condition": "condition", "then": "consequence", "otherwise": "alternative"}

_RULES: Final[Mapping[str, Rule]] = {
    "compilation_unit": block,
    "block": block,
    "declaration_list": block,
    "enum_member_declaration_list": block,
    "global_statement": through,
    "finally_clause": through,
    "using_directive": _import,
    "namespace_declaration": _namespace,
    "file_scoped_namespace_declaration": _namespace,
    **dict.fromkeys(
        (
            "class_declaration",
            "struct_declaration",
            "interface_declaration",
            "record_declaration",
            "record_struct_declaration",
            "enum_declaration",
        ),
        _class,
    ),
    **dict.fromkeys(
        (
            "method_declaration",
            "constructor_declaration",
            "destructor_declaration",
            "operator_declaration",
            "conversion_operator_declaration",
            "local_function_statement",
            "lambda_expression",
            "anonymous_method_expression",
        ),
        _function,
    ),
    "constructor_initializer": _constructor_call,
    "accessor_declaration": _accessor,
    "arrow_expression_clause": _value,
    "attribute": _attribute,
    "attribute_list": dropped,
    "attribute_argument": _argument,
    "argument": _argument,
    "modifier": dropped,
    "delegate_declaration": dropped,
    "empty_statement": dropped,
    "enum_member_declaration": _enum_member,
    "property_declaration": _property,
    "field_declaration": _declaration,
    "event_field_declaration": _declaration,
    "local_declaration_statement": _declaration,
    "variable_declaration": _declaration,
    "declaration_expression": _declared_inline,
    "assignment_expression": _assign,
    "identifier": leaf(NodeKind.NAME, strip="@"),
    "this": leaf(NodeKind.NAME),
    "base": leaf(NodeKind.NAME),
    "predefined_type": leaf(NodeKind.NAME),
    "generic_name": _type_name,
    "qualified_name": _type_name,
    "alias_qualified_name": _type_name,
    **dict.fromkeys(_TYPES, written_type),
    "member_access_expression": _member,
    "conditional_access_expression": _conditional_access,
    "element_access_expression": lambda builder, found: builder.node(
        found,
        NodeKind.INDEX,
        object=builder.build(found.child_by_field_name("expression")),
        index=_arguments(builder, found.child_by_field_name("subscript")),
    ),
    "invocation_expression": _call,
    "object_creation_expression": _new,
    "implicit_object_creation_expression": _new,
    "anonymous_object_creation_expression": _anonymous,
    "array_creation_expression": _new_array,
    "implicit_array_creation_expression": _new_array,
    "initializer_expression": _initializer,
    "collection_expression": shape(NodeKind.LIST, item="*"),
    "tuple_expression": shape(NodeKind.LIST, item="*"),
    "with_initializer": lambda builder, found: pair(
        builder, found, builder.build(found.named_children[0]), _value(builder, found)
    ),
    "spread_element": _valued(NodeKind.UNARY, "..."),
    "string_literal": _string,
    "verbatim_string_literal": _string,
    "raw_string_literal": _string,
    "character_literal": _string,
    "interpolated_string_expression": _interpolated,
    "integer_literal": leaf(NodeKind.NUMBER),
    "real_literal": leaf(NodeKind.NUMBER),
    "boolean_literal": _boolean,
    "null_literal": constant("null"),
    "default_expression": constant("null"),
    "typeof_expression": through,
    "binary_expression": binary,
    "prefix_unary_expression": unary,
    "postfix_unary_expression": _postfix,
    "await_expression": _valued(NodeKind.UNARY, "await"),
    "cast_expression": _cast,
    "as_expression": _cast,
    "is_expression": _is,
    "is_pattern_expression": _is,
    "conditional_expression": shape(NodeKind.IF, operator="=?", **_CONDITION),
    "if_statement": shape(NodeKind.IF, **_CONDITION),
    "switch_statement": _switch,
    "switch_expression": _switch_expression,
    "switch_expression_arm": _arm,
    "for_statement": _for,
    "foreach_statement": _each,
    "while_statement": shape(NodeKind.LOOP, operator="=while", head="condition", body="body"),
    "do_statement": shape(NodeKind.LOOP, operator="=do", head="condition", body="body"),
    "try_statement": _try,
    "catch_clause": _catch,
    "return_statement": _valued(NodeKind.RETURN),
    "throw_statement": _valued(NodeKind.THROW),
    "throw_expression": _valued(NodeKind.THROW),
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "goto_statement": jump("goto"),
    "expression_statement": through,
    "parenthesized_expression": _value,
}

ADAPTERS: Final = (Adapter("csharp", "C#", ("cs",), _grammar, _RULES, _DROPPED),)

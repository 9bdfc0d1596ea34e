"""Kotlin."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    Adapter,
    Builder,
    block,
    dropped,
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
    dotted,
    member,
    name_of,
    pair,
    symbol,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_COMMENTS: Final = ("line_comment", "block_comment", "multiline_comment", "shebang")
_TYPES: Final = ("user_type", "nullable_type", "function_type", "parenthesized_type", "non_nullable_type")
_CONSTANTS: Final = frozenset({"true", "false", "null"})
_JUMPS: Final = frozenset({"break", "continue"})
_SIMPLE: Final = re.compile(rb"\$(?:([A-Za-z_][A-Za-z0-9_]*)|`([^`\n]+)`)")
_STATEMENTS: Final = frozenset({"block", "lambda_literal", "source_file", "for_statement", "while_statement"})
"""What holds an `if` whose value nobody uses (in a lambda it may be the last one, which does no harm)."""


def _grammar() -> object:
    import tree_sitter_kotlin

    return tree_sitter_kotlin.language()


def _identifier(builder: Builder, found: tree_sitter.Node) -> Node:
    text = builder.text(found)
    if text in _CONSTANTS:
        return builder.node(found, NodeKind.CONSTANT, name=text)
    if text in _JUMPS:
        return builder.node(found, NodeKind.JUMP, operator=text)
    return name_of(builder, found)


def _labelled(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make a JUMP of `break@loop`, and what is labelled of anything else."""
    label = builder.text(child_of(found, "label")).removesuffix("@")
    if label in _JUMPS:
        return builder.node(found, NodeKind.JUMP, operator=label)
    rest = builder.build_all(child for child in found.named_children if child.type != "label")
    return rest[0] if rest else None


def _type_name(builder: Builder, found: tree_sitter.Node) -> Node:
    """Return the NAME or MEMBER of a type, without what is in brackets."""
    while found.type in {"nullable_type", "parenthesized_type", "type_test"} and found.named_children:
        found = found.named_children[0]
    return dotted(builder, found, children_of(found, "identifier"))


def _type(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    return written_type(builder, child_of(found, *_TYPES))


def _annotations(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    kept = [child for child in found.named_children if child.type in {"modifiers", "parameter_modifiers"}]
    return builder.build_all(each for child in kept for each in children_of(child, "annotation"))


def _annotation(builder: Builder, found: tree_sitter.Node) -> Node:
    inner = child_of(found, "constructor_invocation", "user_type")
    value: Node | None = None
    if inner is not None and inner.type == "user_type":
        value = _type_name(builder, inner)
    elif inner is not None:
        value = _call(builder, inner)
    return builder.node(found, NodeKind.ANNOTATION, name=last_part(value), value=value)


def _class(builder: Builder, found: tree_sitter.Node) -> Node:
    constructor = child_of(found, "primary_constructor")
    bases: list[Node] = []
    given: list[Node] = []
    for specifier in children_of(child_of(found, "delegation_specifiers"), "delegation_specifier"):
        for base in specifier.named_children:
            holder = base if base.type in {"constructor_invocation", "explicit_delegation"} else specifier
            kind = child_of(holder, *_TYPES)
            bases += [_type_name(builder, kind)] if kind is not None else []
            rest = [child for child in holder.named_children if child != kind and child.type not in _TYPES]
            given += [
                node
                for child in rest
                for node in builder.build_all(child.named_children if child.type == "value_arguments" else [child])
            ]
    body = child_of(found, "class_body", "enum_class_body")
    inherited = child_of(found, *_TYPES) if found.type == "type_alias" else None
    named = found.child_by_field_name("name") or found.child_by_field_name("type")
    return builder.node(
        found,
        NodeKind.CLASS,
        name=builder.text(named) or ("Companion" if found.type == "companion_object" else ""),
        base=[*bases, *([_type_name(builder, inherited)] if inherited is not None else [])],
        parameter=_parameters(builder, child_of(constructor, "class_parameters")),
        body=builder.build(body),
        annotation=_annotations(builder, found),
        children=given,
    )


def _enum_entry(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an ASSIGN of the entry's name and of what its constructor is given."""
    named = child_of(found, "identifier")
    body = builder.build(child_of(found, "class_body"))
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(named),
        operator="=",
        target=name_of(builder, named) if named is not None else None,
        value=builder.build_all(children_of(child_of(found, "value_arguments"))),
        annotation=_annotations(builder, found),
        children=[body] if body else (),
    )


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    """Yield parameters. In the parser's tree a default follows its parameter, and modifiers go before it."""
    waiting: list[tree_sitter.Node] = []
    parts = [child for child in children_of(found) if child.type not in _COMMENTS]
    for number, child in enumerate(parts):
        if child.type == "parameter_modifiers":
            waiting.append(child)
            continue
        if child.type not in {"parameter", "class_parameter", "variable_declaration", "multi_variable_declaration"}:
            continue
        if child.type == "multi_variable_declaration":
            yield from _parameters(builder, child)
            continue
        own = children_of(child)
        value = next((each for each in own if each.type not in {"modifiers", "identifier", *_TYPES}), None)
        if value is None and child.type == "class_parameter" and len(children_of(child, "identifier")) > 1:
            value = children_of(child, "identifier")[-1]
        after = parts[number + 1] if number + 1 < len(parts) else None
        if child.type == "parameter" and after is not None and after.type not in {"parameter", "parameter_modifiers"}:
            value = after
        named = child_of(child, "identifier")
        annotations = [node for each in waiting for node in builder.build_all(children_of(each, "annotation"))]
        yield builder.node(
            child,
            NodeKind.PARAMETER,
            name=builder.text(named),
            operator="..." if any("vararg" in builder.text(each).split() for each in waiting) else "",
            type=_type(builder, child),
            default=builder.build(value),
            annotation=[*annotations, *_annotations(builder, child)],
        )
        waiting = []


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    named = found.child_by_field_name("name")
    parameters = child_of(found, "function_value_parameters")
    types = children_of(found, *_TYPES)
    border = parameters.start_byte if parameters is not None else found.start_byte
    receiver = next((each for each in types if named is not None and each.end_byte <= named.start_byte), None)
    returned = next((each for each in types if each.start_byte >= border), None)
    modifiers = builder.text(child_of(found, "modifiers")).split()
    names = {"secondary_constructor": "constructor", "getter": "get", "setter": "set"}
    delegated = child_of(found, "constructor_delegation_call")
    plain = [child for child in children_of(found, "identifier") if child != named]
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(named).strip("`") or names.get(found.type, ""),
        operator="async" if "suspend" in modifiers else "",
        receiver=builder.node(receiver, NodeKind.PARAMETER, name="self", type=written_type(builder, receiver))
        if receiver is not None
        else None,
        parameter=_parameters(builder, parameters)
        if parameters is not None
        else [builder.node(each, NodeKind.PARAMETER, name=builder.text(each)) for each in plain],
        type=written_type(builder, returned),
        body=builder.build(child_of(found, "function_body", "block")),
        annotation=_annotations(builder, found),
        children=builder.build_all([delegated]) if delegated is not None else (),
    )


def _lambda(builder: Builder, found: tree_sitter.Node) -> Node:
    statements = [child for child in found.named_children if child.type not in {"lambda_parameters", *_COMMENTS}]
    return builder.node(
        found,
        NodeKind.FUNCTION,
        parameter=_parameters(builder, child_of(found, "lambda_parameters")),
        body=builder.node(statements[0], NodeKind.BLOCK, children=builder.build_all(statements))
        if statements
        else None,
    )


def _property(builder: Builder, found: tree_sitter.Node) -> Node:
    declared = child_of(found, "variable_declaration", "multi_variable_declaration")
    several = declared is not None and declared.type == "multi_variable_declaration"
    targets = children_of(declared, "variable_declaration") if several else [declared] if declared else []
    names = [named for each in targets if (named := child_of(each, "identifier")) is not None]
    skipped = {"modifiers", "type_parameters", "type_constraints", *_TYPES, *_ACCESSORS, *_COMMENTS}
    values = [child for child in found.named_children if child != declared and child.type not in skipped]
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=builder.text(names[0]).strip("`") if len(names) == 1 and not several else "",
        operator="=",
        target=[name_of(builder, each) for each in names],
        type=_type(builder, declared) if not several else None,
        value=builder.build_all(values),
        annotation=_annotations(builder, found),
        children=builder.build_all(children_of(found, *_ACCESSORS)),
    )


_ACCESSORS: Final = ("getter", "setter")


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    target = builder.build(found.child_by_field_name("left"))
    sign = next((child for child in found.children if not child.is_named), None)
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=target.name if target is not None and target.kind is NodeKind.NAME else "",
        operator=builder.text(sign) or "=",
        target=target,
        value=builder.build(found.child_by_field_name("right")),
    )


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL. What `f(x) { … }` calls is `f`, with two arguments: the parser calls what `f(x)` returns."""
    first = next((child for child in found.named_children if child.type not in _COMMENTS), None)
    given = child_of(found, "value_arguments")
    block_after = child_of(found, "annotated_lambda")
    arguments: list[Node] = []
    if (
        given is None
        and block_after is not None
        and first is not None
        and first.type == "call_expression"
        and child_of(first, "annotated_lambda") is None
    ):
        given = child_of(first, "value_arguments")
        first = first.named_children[0]
    arguments += builder.build_all(children_of(given))
    arguments += builder.build_all(children_of(block_after, "lambda_literal"))
    is_type = first is not None and first.type in _TYPES
    callee = _type_name(builder, first) if first is not None and is_type else builder.build(first)
    if callee is not None and first is not None and _is_prefixed(callee, first) and callee.all("operand"):
        inner = callee.all("operand")[0]
        called = builder.node(found, NodeKind.CALL, name=last_part(inner), callee=inner, argument=arguments)
        return _prefixed(builder, found, callee, called)
    types = [_type(builder, each) for each in children_of(child_of(found, "type_arguments"), "type_projection")]
    return builder.node(
        found,
        NodeKind.CALL,
        name=last_part(callee),
        callee=callee,
        type=[each for each in types if each is not None],
        argument=arguments,
    )


def _argument(builder: Builder, found: tree_sitter.Node) -> Node | None:
    parts = [child for child in found.named_children if child.type not in {"annotation", *_COMMENTS}]
    if len(parts) > 1 and any(child.type == "=" for child in found.children):
        return pair(builder, found, name_of(builder, parts[0]), builder.build(parts[-1]))
    value = builder.build(parts[-1]) if parts else None
    if value is not None and any(child.type == "*" for child in found.children):
        return builder.node(found, NodeKind.UNARY, operator="...", operand=value)
    return value


def _member(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make a MEMBER of `a.b`, `a?.b` and `A::b`."""
    parts = [child for child in found.named_children if child.type not in _COMMENTS]
    owner = builder.build(parts[0]) if parts else None
    if owner is None or len(parts) == 1:
        return owner
    if _is_prefixed(owner, parts[0]):
        return _prefixed(builder, found, owner, member(builder, owner.all("operand")[0], parts[-1]))
    return member(builder, owner, parts[-1])


def _is_prefixed(owner: Node, found: tree_sitter.Node) -> bool:
    """Whether the parser took a sign before a chain for a part of its first link: `!a.b` is `!(a.b)`."""
    chains = {"unary_expression", "navigation_expression", "call_expression"}
    return owner.kind is NodeKind.UNARY and found.type in chains


def _prefixed(builder: Builder, found: tree_sitter.Node, sign: Node, inner: Node) -> Node:
    return builder.node(found, NodeKind.UNARY, operator=sign.operator, operand=inner)


def _infix(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a PAIR of `key to value`, and a BINARY of any other function between its arguments."""
    parts = [child for child in found.named_children if child.type not in _COMMENTS]
    left, right = builder.build(parts[0]), builder.build(parts[-1])
    operator = builder.text(parts[1]) if len(parts) > 2 else ""  # noqa: PLR2004  # left, name, right
    if operator == "to":
        return pair(builder, found, left, right)
    return builder.node(found, NodeKind.BINARY, operator=operator, left=left, right=right)


def _between(operator: str) -> Rule:
    """Return a rule for two operands that have no fields."""

    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        left = builder.build(found.child_by_field_name("left"))
        right = builder.build(found.child_by_field_name("right"))
        if left is None and right is None:
            parts = builder.build_all(found.named_children)
            return builder.node(found, NodeKind.BINARY, operator=operator, left=parts[:1], right=parts[1:])
        return builder.node(found, NodeKind.BINARY, operator=operator, left=left, right=right)

    return rule


def _is(builder: Builder, found: tree_sitter.Node) -> Node:
    kind = found.child_by_field_name("right")
    return builder.node(
        found,
        NodeKind.BINARY,
        operator="instanceof",
        left=builder.build(found.child_by_field_name("left")),
        right=_type_name(builder, kind) if kind is not None else None,
    )


def _delegation(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CALL of `this(…)` or `super(…)`, which is no named child."""
    name = found.children[0].type if found.children else ""
    callee = builder.node(found.children[0], NodeKind.NAME, name=name) if found.children else None
    arguments = builder.build_all(children_of(child_of(found, "value_arguments")))
    return builder.node(found, NodeKind.CALL, name=name, callee=callee, argument=arguments)


def _binary(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a BINARY, and a CALL of `f<T>(x)`, which the parser takes for two comparisons."""
    left, right = found.child_by_field_name("left"), found.child_by_field_name("right")
    if (
        left is not None
        and right is not None
        and left.type == "binary_expression"
        and right.type == "parenthesized_expression"
        and [symbol(builder, each.child_by_field_name("operator")) for each in (left, found)] == ["<", ">"]
    ):
        callee = builder.build(left.child_by_field_name("left"))
        arguments = builder.build_all(right.named_children)
        return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=arguments)
    node = binary(builder, found)
    node.operator = "??" if node.operator == "?:" else node.operator
    return node


def _cast(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.CAST,
        type=written_type(builder, found.child_by_field_name("right")),
        value=builder.build(found.child_by_field_name("left")),
    )


def _unary(builder: Builder, found: tree_sitter.Node) -> Node | None:
    signs = [child for child in found.children if not child.is_named]
    operator = symbol(builder, signs[0]) if signs else ""
    operands = builder.build_all(found.named_children)
    if operator == "!!" and operands:
        return operands[0]
    return builder.node(found, NodeKind.UNARY, operator=operator, operand=operands)


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    is_raw = found.type == "multiline_string_literal"
    pieces: list[str | Node] = []
    run: list[tree_sitter.Node] = []
    for child in [*found.named_children, None]:
        if child is not None and child.type == "string_content":
            run.append(child)
            continue
        if run:
            pieces += _run(builder, run, is_raw=is_raw)
            run = []
        if child is not None and child.type == "escape_sequence":
            pieces.append(unescaped(builder.text(child)))
        elif child is not None and (node := through(builder, child)) is not None:
            pieces.append(node)
    if is_raw and len(pieces) == 1 and isinstance(pieces[0], str):
        pieces = [textwrap.dedent(pieces[0]).removeprefix("\n")]
    return builder.string(found, pieces)


def _run(builder: Builder, run: list[tree_sitter.Node], *, is_raw: bool) -> Iterator[str | Node]:
    """Yield the text of neighbours, and a NAME for each `$name` in it, which the parser does not tell apart."""
    data = b"".join(builder.text(each).encode(errors="replace") for each in run)
    start, line, last = run[0].start_byte, run[0].start_point[0] + 1, 0
    for match in _SIMPLE.finditer(data):
        yield _plain(data[last : match.start()], is_raw=is_raw)
        name = (match[1] or match[2]).decode(errors="replace")
        below = data[: match.start()].count(b"\n")
        yield Node(NodeKind.NAME, start + match.start() + 1, start + match.end(), line + below, name=name)
        last = match.end()
    yield _plain(data[last:], is_raw=is_raw)


def _plain(data: bytes, *, is_raw: bool) -> str:
    text = data.decode(errors="replace")
    return text if is_raw else unescaped(text)


def _character(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, [unescaped(builder.text(found)[1:-1])])


def _if(builder: Builder, found: tree_sitter.Node) -> Node:
    condition = found.child_by_field_name("condition")
    ways = [child for child in found.named_children if child != condition and child.type not in _COMMENTS]
    bodies = [*map(builder.build, ways), None, None]
    parent = found.parent.type if found.parent is not None else ""
    return builder.node(
        found,
        NodeKind.IF,
        operator="" if parent in _STATEMENTS or parent == "if_expression" else "?",
        condition=builder.build(condition),
        then=bodies[0],
        otherwise=bodies[1],
    )


def _when(builder: Builder, found: tree_sitter.Node) -> Node:
    head = child_of(found, "when_subject")
    bound = child_of(head, "variable_declaration")
    subject = next((child for child in reversed(children_of(head)) if child != bound), None)
    name = child_of(bound, "identifier")
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(subject),
        case=builder.build_all(children_of(found, "when_entry")),
        children=[name_of(builder, name)] if name is not None else (),
    )


def _entry(builder: Builder, found: tree_sitter.Node) -> Node:
    conditions = [child for child in found.children_by_field_name("condition") if child.is_named]
    labels = [
        _type_name(builder, kind)
        if each.type == "type_test" and (kind := child_of(each, *_TYPES)) is not None
        else builder.build(each)
        for each in conditions
    ]
    rest = [child for child in found.named_children if child not in conditions and child.type not in _COMMENTS]
    return builder.node(
        found,
        NodeKind.CASE,
        label=[node for node in labels if node is not None],
        body=builder.build(rest[-1]) if rest else None,
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = [child for child in found.named_children if child.type not in {"label", "annotation", *_COMMENTS}]
    declared = parts[0] if parts and parts[0].type.endswith("variable_declaration") else None
    several = declared is not None and declared.type == "multi_variable_declaration"
    names = children_of(declared, "variable_declaration") if several else [declared] if declared else []
    heads = [name_of(builder, named) for each in names if (named := child_of(each, "identifier")) is not None]
    rest = [child for child in parts if child != declared]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[*heads, *builder.build_all(rest[:1])],
        body=builder.build(rest[1]) if len(rest) > 1 else None,
    )


def _loop(operator: str) -> Rule:
    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        condition = found.child_by_field_name("condition")
        rest = [child for child in found.named_children if child != condition and child.type != "label"]
        return builder.node(
            found,
            NodeKind.LOOP,
            operator=operator,
            head=builder.build(condition),
            body=next(iter(builder.build_all(rest)), None),
        )

    return rule


def _try(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.TRY,
        body=builder.build(child_of(found, "block")),
        catch=builder.build_all(children_of(found, "catch_block")),
        final=builder.build_all(children_of(found, "finally_block")),
    )


def _catch(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(child_of(found, "identifier")),
        type=[_type_name(builder, each) for each in children_of(found, *_TYPES)],
        body=builder.build(child_of(found, "block")),
    )


def _return(builder: Builder, found: tree_sitter.Node) -> Node:
    label = found.child_by_field_name("label")
    values = builder.build_all(child for child in found.named_children if child != label)
    return builder.node(found, NodeKind.RETURN, value=values)


def _throw(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.THROW, value=builder.build_all(found.named_children))


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    path = child_of(found, "qualified_identifier", "identifier")
    alias = next((child for child in children_of(found, "identifier") if child != path), None)
    parts = children_of(path, "identifier")
    every = any(child.type == "*" for child in found.children) or builder.text(found).rstrip().endswith("*")
    named = alias or (parts[-1] if parts else path)
    return builder.node(
        found,
        NodeKind.IMPORT,
        name=builder.text(path),
        item=name_of(builder, named) if named is not None and not every else None,
    )


def _this(name: str) -> Rule:
    return lambda builder, found: builder.node(found, NodeKind.NAME, name=name)


_RULES: Final[Mapping[str, Rule]] = {
    "source_file": block,
    "block": block,
    "class_body": block,
    "enum_class_body": block,
    "package_header": dropped,
    "modifiers": dropped,
    "file_annotation": dropped,
    "import": _import,
    **dict.fromkeys(
        ("class_declaration", "object_declaration", "companion_object", "object_literal", "type_alias"), _class
    ),
    "enum_entry": _enum_entry,
    **dict.fromkeys(
        ("function_declaration", "anonymous_function", "secondary_constructor", "getter", "setter"), _function
    ),
    "constructor_delegation_call": _delegation,
    "function_body": through,
    "anonymous_initializer": through,
    "lambda_literal": _lambda,
    "annotated_lambda": lambda builder, found: builder.build(child_of(found, "lambda_literal")),
    "annotation": _annotation,
    "annotated_expression": lambda builder, found: next(
        iter(builder.build_all(child for child in found.named_children if child.type != "annotation")), None
    ),
    "property_declaration": _property,
    "property_delegate": through,
    "assignment": _assign,
    "identifier": _identifier,
    "this_expression": _this("this"),
    "super_expression": _this("super"),
    "labeled_expression": _labelled,
    "navigation_expression": _member,
    "callable_reference": _member,
    "index_expression": lambda builder, found: builder.node(
        found,
        NodeKind.INDEX,
        object=builder.build_all(found.named_children[:1]),
        index=builder.build_all(found.named_children[1:]),
    ),
    "call_expression": _call,
    "constructor_invocation": _call,
    "value_argument": _argument,
    "spread_expression": lambda builder, found: builder.node(
        found, NodeKind.UNARY, operator="...", operand=builder.build_all(found.named_children)
    ),
    "collection_literal": shape(NodeKind.LIST, item="*"),
    "string_literal": _string,
    "multiline_string_literal": _string,
    "character_literal": _character,
    "number_literal": leaf(NodeKind.NUMBER),
    "float_literal": leaf(NodeKind.NUMBER),
    "binary_expression": _binary,
    "infix_expression": _infix,
    "range_expression": _between(".."),
    "in_expression": _between("in"),
    "is_expression": _is,
    "as_expression": _cast,
    "unary_expression": _unary,
    "if_expression": _if,
    "when_expression": _when,
    "when_entry": _entry,
    "range_test": through,
    "for_statement": _for,
    "while_statement": _loop("while"),
    "do_while_statement": _loop("do"),
    "try_expression": _try,
    "catch_block": _catch,
    "finally_block": through,
    "return_expression": _return,
    "throw_expression": _throw,
    "parenthesized_expression": through,
    **dict.fromkeys(_TYPES, written_type),
}

ADAPTERS: Final = (Adapter("kotlin", "Kotlin", ("kt", "kts"), _grammar, _RULES, frozenset(_COMMENTS)),)

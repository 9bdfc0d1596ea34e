"""
JavaScript, with JSX.

`require("./y")` stays a CALL of `require` with a STRING.
`const { a, b: c } = settings` has a value for each target (`settings.a`, `settings.b`); where that would repeat a call,
or keys are not known, there are several targets and one value. A parameter that is taken apart has no name but
parameters of its own, with a `key` where that is another name. A constructor's parameter that is also a field has the
operator `field`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    DEEPEST,
    Adapter,
    Builder,
    block,
    constant,
    decorator,
    dropped,
    jump,
    last_part,
    leaf,
    shape,
    through,
    unescaped,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

DROPPED: Final = frozenset(
    {"comment", "html_comment", "hash_bang_line", "empty_statement", "optional_chain", "statement_identifier"}
)
"""Types that mean nothing by themselves. A label goes, what it labels stays."""

_OPERATORS: Final[Mapping[str, str]] = {"===": "==", "!==": "!=", "&&": "and", "||": "or", "!": "not"}
_MOST_KEYS: Final = 5
_OPERATIONS: Final = frozenset({"await_expression", "unary_expression", "binary_expression"})
_PATTERNS: Final = frozenset({"object_pattern", "array_pattern"})
_PATHS: Final = frozenset({"identifier", "this", "member_expression", "meta_property", "non_null_expression"})


def _grammar() -> object:
    import tree_sitter_javascript

    return tree_sitter_javascript.language()


def type_of(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return the TYPE node of an annotation or of a type, None for None."""
    if found is None:
        return None
    return builder.node(found, NodeKind.TYPE, name="".join(builder.text(found).split()).removeprefix(":"))


def _types(builder: Builder, found: tree_sitter.Node | None) -> list[Node]:
    made = (type_of(builder, each) for each in (found.named_children if found is not None else ()))
    return [each for each in made if each is not None]


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    called = found.child_by_field_name("function") or found.child_by_field_name("constructor")
    # The grammar reads `await f<T>(x)` as `(await f)<T>(x)`, and so with any operator before a call that has types.
    outer: list[tree_sitter.Node] = []
    while called is not None and called.type in _OPERATIONS and len(outer) < DEEPEST:
        outer.append(called)
        called = called.named_children[-1] if called.named_children else None
    callee = builder.build(called)
    given = found.child_by_field_name("arguments")
    # What follows a tag is a template, not a list.
    arguments = [] if given is None else given.named_children if given.type == "arguments" else [given]
    node = builder.node(
        found,
        NodeKind.CALL,
        name=last_part(callee),
        operator="new" if found.type == "new_expression" else "",
        callee=callee,
        type=_types(builder, found.child_by_field_name("type_arguments")),
        argument=builder.build_all(arguments),
    )
    if outer and called is not None:
        node.start, node.line = called.start_byte, called.start_point[0] + 1
    for each in reversed(outer):
        node = _around(builder, each, node)
    return node


def _around(builder: Builder, found: tree_sitter.Node, last: Node) -> Node:
    """Return an operation, with another last operand than the one that it has in the parser's tree."""
    symbol = builder.text(found.child_by_field_name("operator")) or "await"
    operator = _OPERATORS.get(symbol, symbol)
    if found.type == "binary_expression":
        left = builder.build(found.child_by_field_name("left"))
        node = builder.node(found, NodeKind.BINARY, operator=operator, left=left, right=last)
    else:
        node = builder.node(found, NodeKind.UNARY, operator=operator, operand=last)
    node.end = last.end
    return node


def _import_call(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.NAME, name=found.type)


def _member(builder: Builder, found: tree_sitter.Node) -> Node:
    name = builder.text(found.child_by_field_name("property")).lstrip("#")
    return builder.node(found, NodeKind.MEMBER, name=name, object=builder.build(found.child_by_field_name("object")))


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, list(_pieces(builder, found)))


def _pieces(builder: Builder, found: tree_sitter.Node) -> Iterator[str | Node]:
    for child in found.named_children:
        if child.type == "template_substitution":
            node = through(builder, child)
            if node is not None:
                yield node
        else:
            text = builder.text(child)
            yield unescaped(text) if child.type == "escape_sequence" else text


def _key(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return what names a member of an object or class: a STRING, unless it is computed or a number."""
    if found is None:
        return None
    if found.type == "computed_property_name":
        return through(builder, found)
    if found.type in {"string", "number"}:
        return builder.build(found)
    return builder.node(found, NodeKind.STRING, name=builder.text(found).lstrip("#"))


def _pair(builder: Builder, found: tree_sitter.Node) -> Node:
    key = _key(builder, found.child_by_field_name("key"))
    value = builder.build(found.child_by_field_name("value"))
    return builder.node(found, NodeKind.PAIR, name=key.name if key else "", key=key, value=value)


def _shorthand(builder: Builder, found: tree_sitter.Node) -> Node:
    text = builder.text(found)
    key = builder.node(found, NodeKind.STRING, name=text)
    value = builder.node(found, NodeKind.NAME, name=text)
    return builder.node(found, NodeKind.PAIR, name=text, key=key, value=value)


def _object(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.OBJECT, member=list(_members(builder, found)))


def _members(builder: Builder, found: tree_sitter.Node) -> Iterator[Node]:
    for child in found.named_children:
        node = builder.build(child)
        if node is None:
            continue
        if child.type == "method_definition":
            key = _key(builder, child.child_by_field_name("name"))
            node = builder.node(child, NodeKind.PAIR, name=node.name, key=key, value=node)
        yield node


def _list(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.LIST, item=builder.build_all(found.named_children))


def _spread(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.UNARY, operator="...", operand=through(builder, found))


def _binary(builder: Builder, found: tree_sitter.Node) -> Node:
    operator = builder.text(found.child_by_field_name("operator"))
    left, right = (builder.build(found.child_by_field_name(side)) for side in ("left", "right"))
    return builder.node(found, NodeKind.BINARY, operator=_OPERATORS.get(operator, operator), left=left, right=right)


def _unary(builder: Builder, found: tree_sitter.Node) -> Node:
    operator = builder.text(found.child_by_field_name("operator"))
    operand = builder.build(found.child_by_field_name("argument"))
    return builder.node(found, NodeKind.UNARY, operator=_OPERATORS.get(operator, operator), operand=operand)


def _awaited(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.UNARY, operator="await", operand=through(builder, found))


@dataclass(frozen=True)
class _Part:
    """One variable that a pattern binds: where, by which keys, and its default. No keys are known within an array."""

    target: tree_sitter.Node
    keys: tuple[str, ...] | None
    default: tree_sitter.Node | None = None


def _parts(builder: Builder, pattern: tree_sitter.Node) -> list[_Part]:
    parts: list[_Part] = []
    pending: list[tuple[tree_sitter.Node, tuple[str, ...] | None, tree_sitter.Node | None]] = [(pattern, (), None)]
    while pending:
        found, keys, default = pending.pop()
        match found.type:
            case "object_pattern":
                pending += [(child, keys, default) for child in reversed(found.named_children)]
            case "array_pattern" | "rest_pattern":
                pending += [(child, None, default) for child in reversed(found.named_children)]
            case "pair_pattern":
                value = found.child_by_field_name("value")
                if value is not None:
                    pending.append((value, _further(builder, keys, found.child_by_field_name("key")), default))
            case "assignment_pattern" | "object_assignment_pattern":
                left, right = (found.child_by_field_name(side) for side in ("left", "right"))
                if left is not None:
                    pending.append((left, keys, right))
            case "shorthand_property_identifier_pattern":
                parts.append(_Part(found, (*keys, builder.text(found)) if keys is not None else None, default))
            case _ if found.type not in DROPPED:
                parts.append(_Part(found, keys, default))
    return parts


def _further(builder: Builder, keys: tuple[str, ...] | None, found: tree_sitter.Node | None) -> tuple[str, ...] | None:
    key = _key(builder, found)
    known = keys is not None and key is not None and key.kind is NodeKind.STRING and len(keys) < _MOST_KEYS
    return (*keys, key.name) if known and keys is not None and key is not None else None


def _pattern(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a LIST of what a pattern binds."""
    parts = _parts(builder, found)
    return builder.node(
        found,
        NodeKind.LIST,
        item=builder.build_all(part.target for part in parts),
        children=builder.build_all(part.default for part in parts if part.default is not None),
    )


def assign(
    builder: Builder,
    found: tree_sitter.Node,
    target: tree_sitter.Node | None,
    value: tree_sitter.Node | None,
    annotations: Iterable[Node] = (),
) -> Node:
    """Make an ASSIGN. What a pattern takes apart has a value for each target, unless that would repeat a call."""
    operator = builder.text(found.child_by_field_name("operator")) or "="
    kind = type_of(builder, found.child_by_field_name("type"))
    if target is None or target.type not in _PATTERNS:
        only = builder.build(target)
        name = only.name if only is not None and only.kind in {NodeKind.NAME, NodeKind.STRING} else ""
        return builder.node(
            found,
            NodeKind.ASSIGN,
            name=name,
            operator=operator,
            annotation=annotations,
            target=only,
            type=kind,
            value=builder.build(value),
        )
    parts = _parts(builder, target)
    exact = value is not None and all(part.keys for part in parts) and (len(parts) == 1 or value.type in _PATHS)
    targets = builder.build_all(part.target for part in parts)
    values: list[Node | None]
    defaults: tuple[Node, ...] = ()
    if value is not None and exact:
        values = [_taken(builder, value, part) for part in parts]
    else:
        values = [builder.build(value)]
        defaults = builder.build_all(part.default for part in parts if part.default is not None)
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=targets[0].name if exact and len(targets) == 1 and targets[0].kind is NodeKind.NAME else "",
        operator=operator,
        children=defaults,
        target=targets,
        type=kind,
        value=[each for each in values if each is not None],
    )


def _taken(builder: Builder, value: tree_sitter.Node, part: _Part) -> Node | None:
    """Return what a part of a pattern takes out of a value, as if it were written out."""
    node = builder.build(value)
    for key in part.keys or ():
        node = builder.node(value, NodeKind.MEMBER, name=key, object=node)
    default = builder.build(part.default)
    if default is None or node is None:
        return node
    made = builder.node(value, NodeKind.BINARY, operator="??", left=node, right=default)
    made.start = min(made.start, default.start)
    return made


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left") or found.child_by_field_name("name")
    return assign(builder, found, left, found.child_by_field_name("right") or found.child_by_field_name("value"))


def decorators(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    """Return the annotations that stand in a declaration, or right before it."""
    own = [child for child in found.named_children if child.type == "decorator"]
    before = found.prev_named_sibling
    # Before `export class`, and before methods in TypeScript, decorators are neighbours.
    while before is not None and before.type in {"decorator", "comment"}:
        if before.type == "decorator":
            own.insert(0, before)
        before = before.prev_named_sibling
    return builder.build_all(own)


def field(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an ASSIGN of a field of a class, a member of an enum or of an interface."""
    named = found.child_by_field_name("property") or found.child_by_field_name("name")
    key = _key(builder, named)
    target = key
    if named is not None and key is not None and key.kind is NodeKind.STRING:
        target = builder.node(named, NodeKind.NAME, name=key.name)
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=key.name if key is not None else "",
        operator="=",
        annotation=decorators(builder, found),
        target=target,
        type=type_of(builder, found.child_by_field_name("type")),
        value=builder.build(found.child_by_field_name("value")),
    )


def _parameters(builder: Builder, found: tree_sitter.Node) -> Iterator[Node]:
    single = found.child_by_field_name("parameter")
    if single is not None:
        yield _parameter(builder, single, single)
    given = found.child_by_field_name("parameters")
    for child in given.named_children if given is not None else ():
        pattern = child.child_by_field_name("pattern") or child.child_by_field_name("left") or child
        if child.type not in DROPPED and pattern.type != "this":
            yield _parameter(builder, child, pattern)


def _parameter(builder: Builder, found: tree_sitter.Node, pattern: tree_sitter.Node) -> Node:
    if pattern.type == "rest_pattern" and pattern.named_children:
        pattern = pattern.named_children[0]
    parts = _parts(builder, pattern) if pattern.type in _PATTERNS else []
    modified = any(child.type in {"accessibility_modifier", "readonly"} for child in found.children)
    return builder.node(
        found,
        NodeKind.PARAMETER,
        name="" if parts or pattern.type in _PATTERNS else builder.text(pattern),
        operator="field" if modified else "",
        annotation=builder.build_all(child for child in found.named_children if child.type == "decorator"),
        parameter=[_bound(builder, part) for part in parts],
        type=type_of(builder, found.child_by_field_name("type")),
        default=builder.build(found.child_by_field_name("right") or found.child_by_field_name("value"))
        if found is not pattern
        else None,
    )


def _bound(builder: Builder, part: _Part) -> Node:
    name = builder.text(part.target)
    key = part.keys[-1] if part.keys else name
    return builder.node(
        part.target,
        NodeKind.PARAMETER,
        name=name,
        key=builder.node(part.target, NodeKind.STRING, name=key) if key != name else None,
        default=builder.build(part.default),
    )


def function(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a FUNCTION of a function, method, arrow or signature."""
    key = _key(builder, found.child_by_field_name("name"))
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=key.name if key is not None else "",
        operator="async" if any(child.type == "async" for child in found.children) else "",
        annotation=decorators(builder, found),
        parameter=list(_parameters(builder, found)),
        type=type_of(builder, found.child_by_field_name("return_type")),
        body=builder.build(found.child_by_field_name("body")),
    )


def class_(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a CLASS of a class, interface, enum or namespace."""
    return builder.node(
        found,
        NodeKind.CLASS,
        name=builder.text(found.child_by_field_name("name")).strip("\"'"),
        annotation=decorators(builder, found),
        base=[
            base
            for child in found.named_children
            if child.type in {"class_heritage", "extends_type_clause"}
            for base in _bases(builder, child)
        ],
        body=builder.build(found.child_by_field_name("body")),
    )


def _bases(builder: Builder, found: tree_sitter.Node) -> Iterator[Node]:
    for child in found.named_children:
        if child.type in {"extends_clause", "implements_clause"}:
            yield from _bases(builder, child)
        elif child.type == "generic_type":
            yield from builder.build_all(child.named_children[:1])
        elif child.type != "type_arguments":
            yield from builder.build_all([child])


def members(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make the BLOCK that is a class's body. Decorators are with what they decorate."""
    return builder.node(
        found,
        NodeKind.BLOCK,
        children=builder.build_all(child for child in found.named_children if child.type != "decorator"),
    )


def _switch(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(found.child_by_field_name("value")),
        case=list(_cases(builder, body.named_children if body is not None else ())),
    )


def _cases(builder: Builder, found: Iterable[tree_sitter.Node]) -> Iterator[Node]:
    """Yield a CASE for each way, with all labels that lead to it."""
    waiting: list[tree_sitter.Node] = []
    for each in found:
        if each.type == "switch_case":
            waiting.append(each)
            if each.children_by_field_name("body"):
                yield _case(builder, waiting, each)
                waiting = []
        elif each.type == "switch_default":
            # The default has no label, so labels that fall into it are a way of their own.
            if waiting:
                yield _case(builder, waiting, None)
                waiting = []
            yield _case(builder, [each], each)
    if waiting:
        yield _case(builder, waiting, None)


def _case(builder: Builder, found: list[tree_sitter.Node], last: tree_sitter.Node | None) -> Node:
    labels = [each.child_by_field_name("value") for each in found]
    statements = last.children_by_field_name("body") if last is not None else []
    body: Node | None = None
    if last is not None and statements:
        made = builder.build_all(statements)
        body = made[0] if len(made) == 1 and made[0].kind is NodeKind.BLOCK else _block(builder, statements, made)
    node = builder.node(
        found[-1], NodeKind.CASE, label=builder.build_all(each for each in labels if each is not None), body=body
    )
    node.start, node.line = found[0].start_byte, found[0].start_point[0] + 1
    return node


def _block(builder: Builder, found: list[tree_sitter.Node], made: tuple[Node, ...]) -> Node:
    node = builder.node(found[0], NodeKind.BLOCK, children=made)
    node.end = found[-1].end_byte
    return node


def _each(builder: Builder, found: tree_sitter.Node) -> Node:
    heads = (builder.build(found.child_by_field_name(side)) for side in ("left", "right"))
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[head for head in heads if head is not None],
        body=builder.build(found.child_by_field_name("body")),
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    heads = (builder.build(found.child_by_field_name(part)) for part in ("initializer", "condition", "increment"))
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="for",
        head=[head for head in heads if head is not None],
        body=builder.build(found.child_by_field_name("body")),
    )


def _catch(builder: Builder, found: tree_sitter.Node) -> Node:
    variable = found.child_by_field_name("parameter")
    plain = variable is None or variable.type not in _PATTERNS
    pattern = None if plain else builder.build(variable)
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(variable) if plain else "",
        children=[pattern] if pattern is not None else (),
        body=builder.build(found.child_by_field_name("body")),
    )


def _import(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an IMPORT. An item's operator is what the module calls it: `default`, `*`, or the name before `as`."""
    clauses = [child for child in found.named_children if child.type in {"import_clause", "import_require_clause"}]
    source = found.child_by_field_name("source") or next(
        (clause.child_by_field_name("source") for clause in clauses), None
    )
    items = [item for clause in clauses for item in _imported(builder, clause)]
    return builder.node(found, NodeKind.IMPORT, name="".join(_texts(builder, source)), item=items)


def _texts(builder: Builder, found: tree_sitter.Node | None) -> Iterator[str]:
    return (each for each in (_pieces(builder, found) if found is not None else ()) if isinstance(each, str))


def _imported(builder: Builder, clause: tree_sitter.Node) -> Iterator[Node]:
    for child in clause.named_children:
        match child.type:
            case "identifier":
                kind = "*" if clause.type != "import_clause" else "default"
                yield builder.node(child, NodeKind.NAME, name=builder.text(child), operator=kind)
            case "namespace_import":
                for name in child.named_children[-1:]:
                    yield builder.node(name, NodeKind.NAME, name=builder.text(name), operator="*")
            case "named_imports" | "export_clause":
                for each in child.named_children:
                    if each.type in {"import_specifier", "export_specifier"}:
                        yield _specified(builder, each)


def _specified(builder: Builder, found: tree_sitter.Node) -> Node:
    alias = found.child_by_field_name("alias")
    original = builder.text(found.child_by_field_name("name")) or ("default" if alias is not None else "")
    name = builder.text(alias) or original
    return builder.node(found, NodeKind.NAME, name=name, operator=original if original != name else "")


def _export(builder: Builder, found: tree_sitter.Node) -> Node | None:
    source = found.child_by_field_name("source")
    if source is not None:
        items = list(_imported(builder, found))
        return builder.node(found, NodeKind.IMPORT, name="".join(_texts(builder, source)), item=items)
    value = found.child_by_field_name("value")
    if value is not None:
        word = next((child for child in found.children if child.type == "default"), found)
        target = builder.node(word, NodeKind.NAME, name="default")
        return builder.node(
            found, NodeKind.ASSIGN, name="default", operator="=", target=target, value=builder.build(value)
        )
    parts = builder.build_all(child for child in found.named_children if child.type != "decorator")
    return parts[0] if len(parts) == 1 else builder.node(found, NodeKind.OTHER, children=parts)


def _exported(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make an ASSIGN of `a as b` in `export { a as b }`, a NAME of what keeps its name."""
    name, alias = (found.child_by_field_name(part) for part in ("name", "alias"))
    return assign(builder, found, alias, name) if alias is not None else builder.build(name)


def _attribute(builder: Builder, found: tree_sitter.Node) -> Node:
    first, *rest = found.named_children
    key = _key(builder, first)
    return builder.node(
        found, NodeKind.PAIR, name=key.name if key is not None else "", key=key, value=builder.build_all(rest)
    )


def _leaving(kind: NodeKind) -> Rule:
    return lambda builder, found: builder.node(found, kind, value=through(builder, found))


def _text(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.OTHER, name=builder.text(found))


RULES: Final[Mapping[str, Rule]] = {
    "program": block,
    "statement_block": block,
    "class_static_block": through,
    "identifier": leaf(NodeKind.NAME),
    "property_identifier": leaf(NodeKind.NAME),
    "private_property_identifier": leaf(NodeKind.NAME, strip="#"),
    "shorthand_property_identifier_pattern": leaf(NodeKind.NAME),
    "this": leaf(NodeKind.NAME),
    "super": leaf(NodeKind.NAME),
    "import": _import_call,
    "meta_property": leaf(NodeKind.NAME),
    "member_expression": _member,
    "subscript_expression": shape(NodeKind.INDEX, object="object", index="index"),
    "call_expression": _call,
    "new_expression": _call,
    "string": _string,
    "template_string": _string,
    "number": leaf(NodeKind.NUMBER),
    "regex": _text,
    "true": constant("true"),
    "false": constant("false"),
    "null": constant("null"),
    "undefined": constant("null"),
    "object": _object,
    "pair": _pair,
    "shorthand_property_identifier": _shorthand,
    "array": _list,
    "spread_element": _spread,
    "object_pattern": _pattern,
    "array_pattern": _pattern,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _unary,
    "await_expression": _awaited,
    "assignment_expression": _assign,
    "augmented_assignment_expression": _assign,
    "variable_declarator": _assign,
    "field_definition": field,
    "function_declaration": function,
    "function_expression": function,
    "generator_function": function,
    "generator_function_declaration": function,
    "arrow_function": function,
    "method_definition": function,
    "class_declaration": class_,
    "class": class_,
    "class_body": members,
    "decorator": decorator,
    "if_statement": shape(NodeKind.IF, condition="condition", then="consequence", otherwise="alternative"),
    "else_clause": through,
    "ternary_expression": shape(
        NodeKind.IF, operator="=?", condition="condition", then="consequence", otherwise="alternative"
    ),
    "switch_statement": _switch,
    "for_statement": _for,
    "for_in_statement": _each,
    "while_statement": shape(NodeKind.LOOP, operator="=while", head="condition", body="body"),
    "do_statement": shape(NodeKind.LOOP, operator="=do", head="condition", body="body"),
    "try_statement": shape(NodeKind.TRY, body="body", catch="handler", final="finalizer"),
    "catch_clause": _catch,
    "finally_clause": through,
    "throw_statement": _leaving(NodeKind.THROW),
    "return_statement": _leaving(NodeKind.RETURN),
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "import_statement": _import,
    "export_statement": _export,
    "export_specifier": _exported,
    "parenthesized_expression": through,
    "jsx_attribute": _attribute,
    "jsx_text": dropped,
    "jsx_closing_element": dropped,
}
"""What JavaScript and TypeScript have in common."""

ADAPTERS: Final = (Adapter("javascript", "JavaScript", ("js", "mjs", "cjs", "jsx"), _grammar, RULES, DROPPED),)

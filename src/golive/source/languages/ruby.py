"""Ruby."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.languages._ruby_calls import make_calls
from golive.source.languages._ruby_tails import returning
from golive.source.languages.adapter import (
    Adapter,
    Builder,
    block,
    constant,
    dropped,
    last_part,
    leaf,
    shape,
    signed,
    through,
    unescaped,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_OPERATORS: Final[Mapping[str, str]] = {"&&": "and", "||": "or", "===": "=="}
_LOOPS: Final = frozenset(
    {"downto", "each", "each_entry", "each_pair", "each_slice", "each_with_index", "find_each", "reverse_each"}
    | {"step", "times", "upto"}
)
"""Methods whose block is run again and again, as the body of a loop is."""
_CLASSES: Final = frozenset({"constant", "scope_resolution"})
_TEXT: Final = frozenset({NodeKind.STRING})


def _grammar() -> object:
    import tree_sitter_ruby

    return tree_sitter_ruby.language()


def _program(builder: Builder, found: tree_sitter.Node) -> Node:
    return make_calls(block(builder, found))


def _own(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a member of `self` of `@client`, which is what a reader `self.client` gives as well."""
    owner = builder.node(found, NodeKind.NAME, name="self")
    return builder.node(found, NodeKind.MEMBER, name=builder.text(found).lstrip("@"), object=owner)


def _scope(builder: Builder, found: tree_sitter.Node) -> Node:
    name = builder.text(found.child_by_field_name("name"))
    scope = builder.build(found.child_by_field_name("scope"))
    if scope is None:
        return builder.node(found, NodeKind.NAME, name=name)
    return builder.node(found, NodeKind.MEMBER, name=name, object=scope)


def _member(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a MEMBER of the receiver and the method of a call, without its arguments."""
    method = found.child_by_field_name("method")
    target = builder.build(found.child_by_field_name("receiver"))
    roles = {"object": (target,)} if target is not None else {}
    return Node(
        NodeKind.MEMBER,
        found.start_byte,
        method.end_byte if method is not None else found.end_byte,
        found.start_point[0] + 1,
        name=builder.text(method) if method is not None else "call",
        roles=roles,
        children=roles.get("object", ()),
    )


def _call(builder: Builder, found: tree_sitter.Node) -> Node:
    given, block_, receiver = (found.child_by_field_name(field) for field in ("arguments", "block", "receiver"))
    arguments = builder.build_all(given.named_children if given is not None else ())
    if receiver is None:
        special = _statement(builder, found, arguments)
        if special is not None:
            return special
    elif receiver.type == "self" and given is None and block_ is None:
        return _member(builder, found)
    name = builder.text(found.child_by_field_name("method"))
    if receiver is not None and block_ is None:
        plain = _plain(builder, found, name, arguments)
        if plain is not None:
            return plain
    is_new = name == "new" and receiver is not None and receiver.type in _CLASSES
    if receiver is None:
        callee = builder.node(found.named_children[0], NodeKind.NAME, name=name)
    else:  # `it.(x)` calls what `it` holds
        callee = (builder.build(receiver) if is_new or not name else None) or _member(builder, found)
    if block_ is not None and name in _LOOPS and receiver is not None:
        return _each(builder, found, callee, arguments)
    return builder.node(
        found,
        NodeKind.CALL,
        name=last_part(callee),
        operator="new" if is_new else "",
        callee=callee,
        argument=[*arguments, *([_closure(builder, block_, block_)] if block_ is not None else [])],
    )


def _plain(builder: Builder, found: tree_sitter.Node, name: str, arguments: tuple[Node, ...]) -> Node | None:
    """Return what a method stands for that others have an operator for, or that changes nothing for a reader."""
    match name, arguments:
        case "freeze", ():
            return builder.build(found.child_by_field_name("receiver"))
        case "fetch", (Node(kind=NodeKind.STRING) as key,):
            return _fetched(builder, found, key)
        case "fetch", (Node(kind=NodeKind.STRING) as key, default):
            return builder.node(
                found, NodeKind.BINARY, operator="or", left=_fetched(builder, found, key), right=default
            )
    return None


def _fetched(builder: Builder, found: tree_sitter.Node, key: Node) -> Node:
    """Make `hash["id"]` of `hash.fetch("id")`, which only complains louder."""
    return builder.node(found, NodeKind.INDEX, object=builder.build(found.child_by_field_name("receiver")), index=key)


def _statement(builder: Builder, found: tree_sitter.Node, arguments: tuple[Node, ...]) -> Node | None:
    """Return what a method that other languages have a statement for stands for, None for all others."""
    block_ = found.child_by_field_name("block")
    match builder.text(found.child_by_field_name("method")):
        case "loop" if block_ is not None:
            return builder.node(found, NodeKind.LOOP, operator="loop", body=_body(builder, block_))
        case "lambda" | "proc" if block_ is not None:
            return _closure(builder, block_, found)
        case "raise" | "fail":
            return builder.node(found, NodeKind.THROW, value=arguments)
        case "require" | "require_relative" | "load" if arguments and arguments[0].kind is NodeKind.STRING:
            # What is loaded is known by its constants everywhere, so nothing in particular is taken from it.
            return builder.node(found, NodeKind.IMPORT, name=arguments[0].name, children=arguments)
    return None


def _each(builder: Builder, found: tree_sitter.Node, callee: Node, arguments: tuple[Node, ...]) -> Node:
    """Make a loop of a method that runs its block for each item: over what it is called on, or what it gives."""
    block_ = found.child_by_field_name("block")
    parameters = block_.child_by_field_name("parameters") if block_ is not None else None
    names = [
        builder.node(each, NodeKind.NAME, name=parameter.name)
        for each, parameter in zip(_named(parameters), _parameters(builder, parameters), strict=False)
    ]
    over = callee.one("object") if callee.name == "each" else None
    if over is None:
        over = Node(
            NodeKind.CALL,
            callee.start,
            callee.end,
            callee.line,
            name=callee.name,
            roles={"callee": (callee,)} | ({"argument": arguments} if arguments else {}),
            children=(callee, *arguments),
        )
    return builder.node(found, NodeKind.LOOP, operator="each", head=[*names, over], body=_body(builder, block_))


def _named(found: tree_sitter.Node | None) -> list[tree_sitter.Node]:
    return found.named_children if found is not None else []


def _super(builder: Builder, found: tree_sitter.Node) -> Node:
    callee = builder.node(found, NodeKind.NAME, name=builder.text(found))
    return builder.node(found, NodeKind.CALL, name=callee.name, callee=callee)


def _yield(builder: Builder, found: tree_sitter.Node) -> Node:
    arguments = [each for child in found.named_children for each in _listed(builder, child)]
    callee = Node(NodeKind.NAME, found.start_byte, found.start_byte + 5, found.start_point[0] + 1, name="yield")
    return builder.node(found, NodeKind.CALL, name="yield", callee=callee, argument=arguments)


def _identifier(builder: Builder, found: tree_sitter.Node) -> Node:
    name = builder.text(found)
    return builder.node(found, NodeKind.THROW) if name == "raise" else builder.node(found, NodeKind.NAME, name=name)


def _symbol(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.STRING, name=builder.text(found).lstrip(":?"))


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, _pieces(builder, found))


def _joined(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, [piece for each in found.named_children for piece in _pieces(builder, each)])


def _pieces(builder: Builder, found: tree_sitter.Node) -> list[str | Node]:
    raw = builder.text(found).startswith(("'", "%q"))
    made: list[str | Node] = []
    for child in found.named_children:
        match child.type:
            case "interpolation":
                made += builder.build_all(child.named_children)
            case "escape_sequence":
                made.append(unescaped(builder.text(child)))
            case "string_content" | "heredoc_content":
                text = builder.text(child)
                made.append(text.replace("\\'", "'").replace("\\\\", "\\") if raw else text)
    return made


def _heredoc(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make the literal whose text follows on the next lines."""
    label = builder.text(found).lstrip("<~-").strip("'\"`")
    body = _heredoc_body(builder, found, label)
    if body is None:
        return builder.string(found, ())
    pieces = _pieces(builder, body)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].removeprefix("\n")
    node = builder.string(found, pieces)
    if builder.text(found).startswith("<<~"):
        node.name = textwrap.dedent(node.name)
    return node


def _heredoc_body(builder: Builder, found: tree_sitter.Node, label: str) -> tree_sitter.Node | None:
    around: tree_sitter.Node | None = found
    while around is not None:
        follows = around.next_named_sibling
        while follows is not None:
            if follows.type == "heredoc_body" and builder.text(follows.named_children[-1]).strip() == label:
                return follows
            follows = follows.next_named_sibling
        around = around.parent
    return None


def _pair(builder: Builder, found: tree_sitter.Node) -> Node:
    given = found.child_by_field_name("key")
    key = builder.build(given)
    value = builder.build(found.child_by_field_name("value"))
    if value is None and given is not None:  # `amount:` is short for `amount: amount`
        value = builder.node(given, NodeKind.NAME, name=key.name if key else "")
    return builder.node(found, NodeKind.PAIR, name=key.name if key else "", key=key, value=value)


def _index(builder: Builder, found: tree_sitter.Node) -> Node:
    target = found.child_by_field_name("object")
    rest = [child for child in found.named_children if target is None or child.id != target.id]
    return builder.node(found, NodeKind.INDEX, object=builder.build(target), index=builder.build_all(rest))


def _binary(builder: Builder, found: tree_sitter.Node) -> Node:
    symbol = builder.text(found.child_by_field_name("operator"))
    left, right = (builder.build(found.child_by_field_name(field)) for field in ("left", "right"))
    if symbol == "<<" and any(side is not None and side.kind in _TEXT for side in (left, right)):
        symbol = "+"
    return builder.node(found, NodeKind.BINARY, operator=_OPERATORS.get(symbol, symbol), left=left, right=right)


def _unary(builder: Builder, found: tree_sitter.Node) -> Node:
    symbol = builder.text(found.child_by_field_name("operator"))
    operand = builder.build(found.child_by_field_name("operand"))
    return builder.node(found, NodeKind.UNARY, operator="not" if symbol == "!" else symbol, operand=operand)


def _range(builder: Builder, found: tree_sitter.Node) -> Node:
    begin, end = (builder.build(found.child_by_field_name(field)) for field in ("begin", "end"))
    symbol = builder.text(found.child_by_field_name("operator"))
    return builder.node(found, NodeKind.BINARY, operator=symbol, left=begin, right=end)


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    left, right = (found.child_by_field_name(field) for field in ("left", "right"))
    many = left is not None and left.type == "left_assignment_list"
    targets = [_target(builder, each) for each in (_named(left) if many else [left] if left is not None else [])]
    several = right is not None and right.type == "right_assignment_list"
    values = builder.build_all(_named(right) if several else [right] if right is not None else [])
    made = [target for target in targets if target is not None]
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=made[0].name if len(made) == 1 and made[0].kind is NodeKind.NAME else "",
        operator=builder.text(found.child_by_field_name("operator")) or "=",
        target=made,
        value=values,
    )


def _target(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return _member(builder, found) if found.type == "call" else builder.build(found)


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    for child in _named(found):
        if child.type == "destructured_parameter":
            yield from _parameters(builder, child)
        elif child.type not in {"comment", "forward_parameter"}:
            default = builder.build(child.child_by_field_name("value"))
            named = child if child.type == "identifier" else child.child_by_field_name("name")
            rest = "..." if child.type in {"splat_parameter", "hash_splat_parameter"} else ""
            yield builder.node(child, NodeKind.PARAMETER, name=builder.text(named), operator=rest, default=default)


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        body=returning(builder.build(body)) if body is not None else None,
    )


def _closure(builder: Builder, block_: tree_sitter.Node, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.FUNCTION,
        parameter=_parameters(builder, block_.child_by_field_name("parameters")),
        body=returning(_body(builder, block_)),
    )


def _lambda(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.FUNCTION,
        parameter=_parameters(builder, found.child_by_field_name("parameters")),
        body=returning(_body(builder, found.child_by_field_name("body"))),
    )


def _body(builder: Builder, block_: tree_sitter.Node | None) -> Node | None:
    return builder.build(block_.child_by_field_name("body")) if block_ is not None else None


def _class(builder: Builder, found: tree_sitter.Node) -> Node:
    name = found.child_by_field_name("name")
    base = builder.build(found.child_by_field_name("superclass"))
    shown = name.child_by_field_name("name") if name is not None and name.type == "scope_resolution" else name
    body = builder.build(found.child_by_field_name("body"))
    return builder.node(found, NodeKind.CLASS, name=builder.text(shown), base=base, body=body)


def _condition(builder: Builder, found: tree_sitter.Node, *, negated: bool) -> Node | None:
    given = found.child_by_field_name("condition")
    made = builder.build(given)
    if given is None or not negated:
        return made
    return builder.node(given, NodeKind.UNARY, operator="not", operand=made)


def _if(*, negated: bool = False, operator: str = "", then: str = "consequence") -> Rule:
    return lambda builder, found: builder.node(
        found,
        NodeKind.IF,
        operator=operator,
        condition=_condition(builder, found, negated=negated),
        then=builder.build(found.child_by_field_name(then)),
        otherwise=builder.build(found.child_by_field_name("alternative")),
    )


def _loop(*, negated: bool) -> Rule:
    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        body = found.child_by_field_name("body")
        # `begin … end while` runs its body before it looks, unlike all other bodies before a `while`.
        late = body is not None and body.type == "begin"
        return builder.node(
            found,
            NodeKind.LOOP,
            operator="do" if late else "while",
            head=_condition(builder, found, negated=negated),
            body=builder.build(body),
        )

    return rule


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    pattern = found.child_by_field_name("pattern")
    names = _named(pattern) if pattern is not None and pattern.type == "left_assignment_list" else [pattern]
    parts = [builder.build(each) for each in (*names, found.child_by_field_name("value"))]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=[node for node in parts if node is not None],
        body=builder.build(found.child_by_field_name("body")),
    )


def _case(builder: Builder, found: tree_sitter.Node) -> Node:
    cases = [child for child in found.named_children if child.type in {"when", "in_clause"}]
    default = next((child for child in found.named_children if child.type == "else"), None)
    made = [*builder.build_all(cases)]
    if default is not None:
        made.append(builder.node(default, NodeKind.CASE, body=builder.build(default)))
    subject = builder.build(found.child_by_field_name("value"))
    return builder.node(found, NodeKind.SWITCH, subject=subject, case=made)


def _when(builder: Builder, found: tree_sitter.Node) -> Node:
    patterns = [
        part
        for pattern in found.children_by_field_name("pattern")
        for part in (pattern.named_children if pattern.type in {"pattern", "alternative_pattern"} else [pattern])
    ]
    guard = builder.build(found.child_by_field_name("guard"))
    # `in _` and `in other` take everything.
    takes_all = found.type == "in_clause" and guard is None and len(patterns) == 1 and patterns[0].type == "identifier"
    return builder.node(
        found,
        NodeKind.CASE,
        label=() if takes_all else builder.build_all(patterns),
        body=builder.build(found.child_by_field_name("body")),
        children=[guard] if guard else (),
    )


def _body_statement(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a BLOCK, with a TRY around the statements where `rescue` or `ensure` follow them."""
    parts = found.named_children
    special = {"rescue", "else", "ensure"}
    if not any(child.type in {"rescue", "ensure"} for child in parts):
        return block(builder, found)
    statements = builder.build_all(child for child in parts if child.type not in special)
    ended = statements[-1].end if statements else found.start_byte
    body = Node(
        NodeKind.BLOCK,
        statements[0].start if statements else found.start_byte,
        ended,
        statements[0].line if statements else found.start_point[0] + 1,
        children=statements,
    )
    made = builder.node(
        found,
        NodeKind.TRY,
        body=body,
        catch=builder.build_all(child for child in parts if child.type == "rescue"),
        final=builder.build_all(child for child in parts if child.type == "ensure"),
        children=builder.build_all(child for child in parts if child.type == "else"),
    )
    return made if found.type == "begin" else builder.node(found, NodeKind.BLOCK, children=[made])


def _rescue(builder: Builder, found: tree_sitter.Node) -> Node:
    types = found.child_by_field_name("exceptions")
    variable = found.child_by_field_name("variable")
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(variable.named_children[0]).lstrip("@") if variable and variable.named_children else "",
        type=builder.build_all(_named(types)),
        body=builder.build(found.child_by_field_name("body")),
    )


def _rescue_modifier(builder: Builder, found: tree_sitter.Node) -> Node:
    handler = found.child_by_field_name("handler")
    caught = builder.node(handler, NodeKind.CATCH, body=builder.build(handler)) if handler is not None else None
    return builder.node(found, NodeKind.TRY, body=builder.build(found.child_by_field_name("body")), catch=caught)


def _listed(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    return builder.build_all(found.named_children if found.type == "argument_list" else [found])


def _return(builder: Builder, found: tree_sitter.Node) -> Node:
    values: Iterable[Node] = [each for child in found.named_children for each in _listed(builder, child)]
    return builder.node(found, NodeKind.RETURN, value=values)


def _jump(operator: str) -> Rule:
    return lambda builder, found: builder.node(
        found,
        NodeKind.JUMP,
        operator=operator,
        children=[each for child in found.named_children for each in _listed(builder, child)],
    )


def _brackets(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return through(builder, found) if found.named_child_count == 1 else block(builder, found)


_RULES: Final[Mapping[str, Rule]] = {
    "program": _program,
    **dict.fromkeys(("then", "do", "else", "ensure"), block),
    **dict.fromkeys(("body_statement", "block_body", "begin"), _body_statement),
    "parenthesized_statements": _brackets,
    "identifier": _identifier,
    **dict.fromkeys(("constant", "self"), leaf(NodeKind.NAME)),
    "global_variable": leaf(NodeKind.NAME, strip="$"),
    **dict.fromkeys(("instance_variable", "class_variable"), _own),
    "scope_resolution": _scope,
    "element_reference": _index,
    "call": _call,
    "super": _super,
    "yield": _yield,
    **dict.fromkeys(("string", "bare_string", "bare_symbol", "delimited_symbol"), _string),
    **dict.fromkeys(("simple_symbol", "hash_key_symbol", "character"), _symbol),
    "chained_string": _joined,
    "heredoc_beginning": _heredoc,
    **dict.fromkeys(("integer", "float", "rational", "complex"), leaf(NodeKind.NUMBER)),
    "true": constant("true"),
    "false": constant("false"),
    "nil": constant("null"),
    **dict.fromkeys(("hash", "hash_pattern"), shape(NodeKind.OBJECT, member="*")),
    **dict.fromkeys(("pair", "keyword_pattern"), _pair),
    **dict.fromkeys(("array", "string_array", "symbol_array", "array_pattern"), shape(NodeKind.LIST, item="*")),
    **dict.fromkeys(("splat_argument", "hash_splat_argument"), signed("...")),
    "block_argument": signed("&"),
    "binary": _binary,
    "unary": _unary,
    "range": _range,
    **dict.fromkeys(("assignment", "operator_assignment"), _assign),
    **dict.fromkeys(("method", "singleton_method"), _function),
    "lambda": _lambda,
    **dict.fromkeys(("class", "module"), _class),
    "superclass": through,
    "singleton_class": shape(NodeKind.BLOCK, children="*"),
    **dict.fromkeys(("if", "elsif"), _if()),
    "unless": _if(negated=True),
    "if_modifier": _if(then="body"),
    "unless_modifier": _if(negated=True, then="body"),
    "conditional": _if(operator="?"),
    **dict.fromkeys(("while", "while_modifier"), _loop(negated=False)),
    **dict.fromkeys(("until", "until_modifier"), _loop(negated=True)),
    "for": _for,
    "in": through,
    **dict.fromkeys(("case", "case_match"), _case),
    **dict.fromkeys(("when", "in_clause"), _when),
    "rescue": _rescue,
    "rescue_modifier": _rescue_modifier,
    "return": _return,
    **{each: _jump(each) for each in ("break", "next", "redo", "retry")},
    "empty_statement": dropped,
}

ADAPTERS: Final = (
    Adapter(
        "ruby",
        "Ruby",
        ("rb", "rake", "ru"),
        _grammar,
        _RULES,
        dropped=frozenset({"comment", "uninterpreted", "heredoc_body"}),
    ),
)

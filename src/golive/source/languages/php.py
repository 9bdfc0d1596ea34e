"""PHP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import (
    Adapter,
    Builder,
    block,
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
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Rule

_OPERATORS: Final[Mapping[str, str]] = {
    ".": "+",
    ".=": "+=",
    "&&": "and",
    "||": "or",
    "AND": "and",
    "OR": "or",
    "===": "==",
    "!==": "!=",
    "<>": "!=",
}
_ITSELF: Final = frozenset({"this", "self", "static"})
_NAMES: Final = frozenset({"name", "variable_name", "qualified_name", "namespace_name", "relative_scope"})


def _grammar() -> object:
    import tree_sitter_php

    return tree_sitter_php.language_php()


def _variable(builder: Builder, found: tree_sitter.Node) -> Node:
    name = builder.text(found).lstrip("$")
    return builder.node(found, NodeKind.NAME, name="self" if name in _ITSELF else name)


def _qualified(builder: Builder, found: tree_sitter.Node) -> Node | None:
    r"""Make members of `\Vendor\Package\Name`."""
    made: Node | None = None
    for part in builder.text(found).replace(" ", "").strip("\\").split("\\"):
        made = (
            builder.node(found, NodeKind.NAME, name=part)
            if made is None
            else builder.node(found, NodeKind.MEMBER, name=part, object=made)
        )
    return made


def _dotted(text: str) -> str:
    return ".".join(text.replace(" ", "").strip("\\").split("\\"))


def _member(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a MEMBER of an object or a class, and of what a call is made on. An INDEX where its name is not fixed."""
    scope = found.child_by_field_name("object") or found.child_by_field_name("scope") or found.named_children[0]
    named = found.child_by_field_name("name") or found.named_children[-1]
    target = builder.build(scope)
    fixed = named.type == "name" or found.type.startswith("scoped_property")
    key = builder.build(named)
    roles = {"object": (target,)} if target is not None else {}
    if not fixed and key is not None:
        roles["index"] = (key,)
    return Node(
        NodeKind.MEMBER if fixed else NodeKind.INDEX,
        found.start_byte,
        named.end_byte,
        found.start_point[0] + 1,
        name=builder.text(named).lstrip("$") if fixed else "",
        roles=roles,
        children=tuple(node for nodes in roles.values() for node in nodes),
    )


def _call(builder: Builder, found: tree_sitter.Node) -> Node | None:
    function = found.child_by_field_name("function")
    callee = builder.build(function) if function is not None else _member(builder, found)
    given = found.child_by_field_name("arguments")
    if given is not None and any(child.type == "variadic_placeholder" for child in given.named_children):
        return callee  # `strlen(...)` names the function and does not call it
    arguments = builder.build_all(given.named_children if given is not None else ())
    return builder.node(found, NodeKind.CALL, name=last_part(callee), callee=callee, argument=arguments)


def _new(builder: Builder, found: tree_sitter.Node) -> Node | None:
    made = next((child for child in found.named_children if child.type not in {"arguments", "comment"}), None)
    callee = builder.build(made)
    given = next((child for child in found.named_children if child.type == "arguments"), None)
    arguments = builder.build_all(given.named_children if given is not None else ())
    return builder.node(found, NodeKind.CALL, name=last_part(callee), operator="new", callee=callee, argument=arguments)


def _argument(builder: Builder, found: tree_sitter.Node) -> Node | None:
    named = found.child_by_field_name("name")
    rest = [child for child in found.named_children if named is None or child.id != named.id]
    value = next(iter(builder.build_all(rest)), None)
    if named is None:
        return value
    key = builder.node(named, NodeKind.NAME, name=builder.text(named))
    return builder.node(found, NodeKind.PAIR, name=key.name, key=key, value=value)


def _word(name: str) -> Rule:
    """Return a rule for a statement that is a function to everybody else, such as `echo`."""

    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        arguments = [
            node
            for child in found.named_children
            for node in builder.build_all(child.named_children if child.type == "sequence_expression" else [child])
        ]
        callee = Node(NodeKind.NAME, found.start_byte, found.start_byte, found.start_point[0] + 1, name=name)
        return builder.node(found, NodeKind.CALL, name=name, callee=callee, argument=arguments)

    return rule


def _array(builder: Builder, found: tree_sitter.Node) -> Node:
    keyed = any(child.type == "=>" for element in found.named_children for child in element.children)
    items = builder.build_all(found.named_children)
    if keyed:
        return builder.node(found, NodeKind.OBJECT, member=items)
    return builder.node(found, NodeKind.LIST, item=items)


def _element(builder: Builder, found: tree_sitter.Node) -> Node | None:
    if not any(child.type == "=>" for child in found.children):
        return through(builder, found)
    parts = builder.build_all(found.named_children)
    key, value = parts[:1], parts[1:]
    return builder.node(found, NodeKind.PAIR, name=key[0].name if key else "", key=key, value=value)


def _index(builder: Builder, found: tree_sitter.Node) -> Node:
    parts = builder.build_all(found.named_children)
    return builder.node(found, NodeKind.INDEX, object=parts[:1], index=parts[1:])


def _string(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.string(found, _pieces(builder, found))


def _pieces(builder: Builder, found: tree_sitter.Node) -> list[str | Node]:
    raw = found.type == "string"
    made: list[str | Node] = []
    for child in found.named_children:
        match child.type:
            case "string_content" | "nowdoc_string":
                text = builder.text(child)
                made.append(text.replace("\\'", "'").replace("\\\\", "\\") if raw else text)
            case "escape_sequence":
                made.append(builder.text(child)[1:] if raw else unescaped(builder.text(child)))
            case _:
                made += builder.build_all([child])
    return made


def _heredoc(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("value")
    pieces = _pieces(builder, body) if body is not None else []
    node = builder.string(found, pieces)
    # The end mark's own indentation is taken from every line.
    end = found.child_by_field_name("end_tag")
    node.name = re.sub(
        rf"^[ \t]{{0,{end.start_point[1] if end is not None else 0}}}", "", node.name, flags=re.MULTILINE
    )
    return node


def _binary(builder: Builder, found: tree_sitter.Node) -> Node:
    symbol = builder.text(found.child_by_field_name("operator"))
    left, right = (builder.build(found.child_by_field_name(field)) for field in ("left", "right"))
    return builder.node(found, NodeKind.BINARY, operator=_OPERATORS.get(symbol, symbol), left=left, right=right)


def _unary(builder: Builder, found: tree_sitter.Node) -> Node:
    symbol = builder.text(found.child_by_field_name("operator"))
    operand = builder.build(found.child_by_field_name("argument"))
    return builder.node(found, NodeKind.UNARY, operator="not" if symbol == "!" else symbol, operand=operand)


def _cast(builder: Builder, found: tree_sitter.Node) -> Node:
    value = builder.build(found.child_by_field_name("value"))
    return builder.node(
        found, NodeKind.CAST, type=written_type(builder, found.child_by_field_name("type")), value=value
    )


def _assign(builder: Builder, found: tree_sitter.Node) -> Node:
    left = found.child_by_field_name("left")
    targets = builder.build_all(_targets(left) if left is not None else ())
    symbol = builder.text(found.child_by_field_name("operator")) or "="
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=targets[0].name if len(targets) == 1 and targets[0].kind is NodeKind.NAME else "",
        operator=_OPERATORS.get(symbol, symbol),
        target=targets,
        value=builder.build(found.child_by_field_name("right")),
    )


def _targets(left: tree_sitter.Node) -> list[tree_sitter.Node]:
    if left.type != "list_literal":
        return [left]
    keys = {before.id for before, mark in pairwise(left.children) if mark.type == "=>"}
    return [child for child in left.named_children if child.id not in keys]


def _declared(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an assignment of a property, constant, static variable or case of an enumeration."""
    around = found.parent
    type_ = written_type(builder, around.child_by_field_name("type")) if around is not None else None
    named = found.child_by_field_name("name") or found.named_children[0]
    target = builder.node(named, NodeKind.NAME, name=builder.text(named).lstrip("$"))
    rest = [child for child in found.named_children if child.id != named.id]
    return builder.node(
        found,
        NodeKind.ASSIGN,
        name=target.name,
        operator="=",
        target=target,
        type=type_,
        value=builder.build_all(rest),
    )


def _declaration(builder: Builder, found: tree_sitter.Node) -> Node | None:
    kinds = {"property_element", "const_element", "static_variable_declaration"}
    made = builder.build_all(child for child in found.named_children if child.type in kinds)
    return made[0] if len(made) == 1 else builder.node(found, NodeKind.BLOCK, children=made)


def _parameters(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    for child in found.named_children if found is not None else ():
        named = child.child_by_field_name("name")
        if named is not None:
            yield builder.node(
                child,
                NodeKind.PARAMETER,
                name=builder.text(named).lstrip("$&"),
                operator="..." if child.type == "variadic_parameter" else "",
                type=written_type(builder, child.child_by_field_name("type")),
                default=builder.build(child.child_by_field_name("default_value")),
                annotation=_annotations(builder, child),
            )


def _promoted(builder: Builder, found: tree_sitter.Node | None) -> Iterator[Node]:
    """Yield `$this->client = $client` for each parameter of a constructor that is a property as well."""
    for child in found.named_children if found is not None else ():
        named = child.child_by_field_name("name")
        if child.type != "property_promotion_parameter" or named is None:
            continue
        name = builder.text(named).lstrip("$&")
        owner = builder.node(named, NodeKind.NAME, name="self")
        target = builder.node(named, NodeKind.MEMBER, name=name, object=owner)
        value = builder.node(named, NodeKind.NAME, name=name)
        yield builder.node(named, NodeKind.ASSIGN, operator="=", target=target, value=value)


def _function(builder: Builder, found: tree_sitter.Node) -> Node:
    given, body = (found.child_by_field_name(field) for field in ("parameters", "body"))
    made = builder.build(body)
    promoted = tuple(_promoted(builder, given))
    if made is not None and body is not None and promoted:
        made = builder.node(body, NodeKind.BLOCK, children=[*promoted, *made.children])
    return builder.node(
        found,
        NodeKind.FUNCTION,
        name=builder.text(found.child_by_field_name("name")),
        parameter=_parameters(builder, given),
        type=written_type(builder, found.child_by_field_name("return_type")),
        body=made,
        annotation=_annotations(builder, found),
    )


def _annotations(builder: Builder, found: tree_sitter.Node) -> tuple[Node, ...]:
    attributes = found.child_by_field_name("attributes")
    groups = attributes.named_children if attributes is not None else []
    return builder.build_all(each for group in groups for each in group.named_children)


def _annotation(builder: Builder, found: tree_sitter.Node) -> Node:
    given = found.child_by_field_name("parameters")
    value = builder.build(found.named_children[0]) if found.named_children else None
    name = last_part(value)
    if given is not None:
        arguments = builder.build_all(given.named_children)
        value = builder.node(found, NodeKind.CALL, name=name, callee=value, argument=arguments)
    return builder.node(found, NodeKind.ANNOTATION, name=name, value=value)


def _class(builder: Builder, found: tree_sitter.Node) -> Node:
    bases = [
        base
        for child in found.named_children
        if child.type in {"base_clause", "class_interface_clause"}
        for base in child.named_children
    ]
    return builder.node(
        found,
        NodeKind.CLASS,
        name=builder.text(found.child_by_field_name("name")),
        base=builder.build_all(bases),
        body=builder.build(found.child_by_field_name("body")),
        annotation=_annotations(builder, found),
    )


def _if(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an IF whose `otherwise` is the next `elseif` as an IF of its own, down to the `else`."""
    otherwise: Node | None = None
    for each in reversed(found.children_by_field_name("alternative")):
        if each.type == "else_if_clause":
            otherwise = _branch(builder, each, otherwise)
        else:
            otherwise = builder.build(each.child_by_field_name("body"))
    return _branch(builder, found, otherwise)


def _branch(builder: Builder, found: tree_sitter.Node, otherwise: Node | None) -> Node:
    return builder.node(
        found,
        NodeKind.IF,
        condition=builder.build(found.child_by_field_name("condition")),
        then=builder.build(found.child_by_field_name("body")),
        otherwise=otherwise,
    )


def _conditional(builder: Builder, found: tree_sitter.Node) -> Node:
    condition, then, otherwise = (
        builder.build(found.child_by_field_name(field)) for field in ("condition", "body", "alternative")
    )
    if then is None:  # `$a ?: $b`
        return builder.node(found, NodeKind.BINARY, operator="or", left=condition, right=otherwise)
    return builder.node(found, NodeKind.IF, operator="?", condition=condition, then=then, otherwise=otherwise)


def _switch(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    cases: list[Node] = []
    labels: list[Node] = []
    for child in body.named_children if body is not None else ():
        if child.type not in {"case_statement", "default_statement"}:
            continue
        value = child.child_by_field_name("value")
        label = builder.build(value)
        labels += [label] if label is not None else []
        statements = [
            each for each in child.named_children if each.type != "comment" and (value is None or each.id != value.id)
        ]
        if statements or child.type == "default_statement":
            cases += _cases(builder, child, labels, statements)
            labels = []
    if labels and body is not None:  # the last labels have no statements
        cases.append(builder.node(body.named_children[-1], NodeKind.CASE, label=labels))
    subject = builder.build(found.child_by_field_name("condition"))
    return builder.node(found, NodeKind.SWITCH, subject=subject, case=cases)


def _cases(
    builder: Builder, found: tree_sitter.Node, labels: list[Node], statements: list[tree_sitter.Node]
) -> Iterator[Node]:
    """Yield one CASE for labels that share statements. Those that share the default's are one before it."""
    made = builder.build_all(statements)
    body = None
    if made:
        body = Node(NodeKind.BLOCK, made[0].start, made[-1].end, made[0].line, children=made)
    if found.type == "default_statement" and labels:
        yield builder.node(found, NodeKind.CASE, label=labels)
        labels = []
    yield builder.node(found, NodeKind.CASE, label=labels, body=body)


def _match(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    return builder.node(
        found,
        NodeKind.SWITCH,
        subject=builder.build(found.child_by_field_name("condition")),
        case=builder.build_all(body.named_children if body is not None else ()),
    )


def _arm(builder: Builder, found: tree_sitter.Node) -> Node:
    given = found.child_by_field_name("conditional_expressions")
    labels = builder.build_all(given.named_children if given is not None else ())
    return builder.node(
        found, NodeKind.CASE, label=labels, body=builder.build(found.child_by_field_name("return_expression"))
    )


def _foreach(builder: Builder, found: tree_sitter.Node) -> Node:
    body = found.child_by_field_name("body")
    heads = [child for child in found.named_children if body is None or child.id != body.id]
    over, *names = [child for child in heads if child.type != "comment"] or [found]
    targets = [part for name in names for part in (name.named_children if name.type == "pair" else [name])]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="each",
        head=builder.build_all([*targets, over] if over is not found else []),
        body=builder.build(body),
    )


def _for(builder: Builder, found: tree_sitter.Node) -> Node:
    heads = [each for field in ("initialize", "condition", "update") for each in found.children_by_field_name(field)]
    return builder.node(
        found,
        NodeKind.LOOP,
        operator="for",
        head=builder.build_all(each for each in heads if each.is_named),
        body=builder.build_all(found.children_by_field_name("body")),
    )


def _try(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(
        found,
        NodeKind.TRY,
        body=builder.build(found.child_by_field_name("body")),
        catch=builder.build_all(child for child in found.named_children if child.type == "catch_clause"),
        final=builder.build_all(child for child in found.named_children if child.type == "finally_clause"),
    )


def _catch(builder: Builder, found: tree_sitter.Node) -> Node:
    types = found.child_by_field_name("type")
    named = found.child_by_field_name("name")
    return builder.node(
        found,
        NodeKind.CATCH,
        name=builder.text(named).lstrip("$"),
        type=[
            node
            for each in (types.named_children if types is not None else ())
            for node in builder.build_all(each.named_children)
        ],
        body=builder.build(found.child_by_field_name("body")),
    )


def _use(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make an IMPORT of each name that `use` takes."""
    group = found.child_by_field_name("body")
    prefix = next((_dotted(builder.text(each)) for each in found.named_children if each.type == "namespace_name"), "")
    made = []
    for clause in (group or found).named_children:
        if clause.type != "namespace_use_clause":
            continue
        alias = clause.child_by_field_name("alias")
        given = next((child for child in clause.named_children if child.type in _NAMES), clause)
        module = ".".join(filter(None, (prefix, _dotted(builder.text(given)))))
        local = builder.text(alias) if alias is not None else module.rpartition(".")[2]
        item = builder.node(clause, NodeKind.NAME, name=local)
        made.append(builder.node(clause, NodeKind.IMPORT, name=module, item=item))
    return made[0] if len(made) == 1 else builder.node(found, NodeKind.BLOCK, children=made)


def _include(builder: Builder, found: tree_sitter.Node) -> Node:
    value = builder.build_all(found.named_children)
    text = next((node.name for each in value for node in each.find(NodeKind.STRING)), "")
    return builder.node(found, NodeKind.IMPORT, name=text, children=value)


def _namespace(builder: Builder, found: tree_sitter.Node) -> Node | None:
    return builder.build(found.child_by_field_name("body"))


def _constant(builder: Builder, found: tree_sitter.Node) -> Node:
    return builder.node(found, NodeKind.CONSTANT, name=builder.text(found).lower())


def _statements(kind: str) -> Rule:
    """Return a rule for `else` and its like: a BLOCK of its body."""
    return lambda builder, found: builder.build(found.child_by_field_name(kind))


def _values(kind: NodeKind) -> Rule:
    return lambda builder, found: builder.node(found, kind, value=builder.build_all(found.named_children))


_RULES: Final[Mapping[str, Rule]] = {
    "program": block,
    **dict.fromkeys(("compound_statement", "colon_block", "declaration_list", "enum_declaration_list"), block),
    **dict.fromkeys(("variable_name", "relative_scope"), _variable),
    "name": leaf(NodeKind.NAME),
    **dict.fromkeys(("qualified_name", "namespace_name"), _qualified),
    "named_type": through,
    **dict.fromkeys(
        ("member_access_expression", "nullsafe_member_access_expression", "scoped_property_access_expression"), _member
    ),
    "class_constant_access_expression": _member,
    **dict.fromkeys(("member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression"), _call),
    "function_call_expression": _call,
    "object_creation_expression": _new,
    "argument": _argument,
    **dict.fromkeys(("variadic_unpacking",), signed("...")),
    "echo_statement": _word("echo"),
    "print_intrinsic": _word("print"),
    "exit_statement": _word("exit"),
    "unset_statement": _word("unset"),
    "array_creation_expression": _array,
    "list_literal": shape(NodeKind.LIST, item="*"),
    "array_element_initializer": _element,
    "subscript_expression": _index,
    **dict.fromkeys(("string", "encapsed_string"), _string),
    **dict.fromkeys(("heredoc", "nowdoc"), _heredoc),
    **dict.fromkeys(("integer", "float"), leaf(NodeKind.NUMBER)),
    **dict.fromkeys(("boolean", "null"), _constant),
    "binary_expression": _binary,
    **dict.fromkeys(("unary_op_expression", "update_expression"), _unary),
    "cast_expression": _cast,
    "conditional_expression": _conditional,
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), _assign),
    "reference_assignment_expression": _assign,
    **dict.fromkeys(("property_element", "const_element", "enum_case", "static_variable_declaration"), _declared),
    **dict.fromkeys(("property_declaration", "const_declaration", "function_static_declaration"), _declaration),
    **dict.fromkeys(("function_definition", "method_declaration", "anonymous_function", "arrow_function"), _function),
    **dict.fromkeys(
        ("class_declaration", "interface_declaration", "trait_declaration", "enum_declaration", "anonymous_class"),
        _class,
    ),
    "attribute": _annotation,
    "if_statement": _if,
    "switch_statement": _switch,
    "match_expression": _match,
    **dict.fromkeys(("match_conditional_expression", "match_default_expression"), _arm),
    "foreach_statement": _foreach,
    "for_statement": _for,
    "while_statement": shape(NodeKind.LOOP, operator="=while", head="condition", body="body"),
    "do_statement": shape(NodeKind.LOOP, operator="=do", head="condition", body="body"),
    "try_statement": _try,
    "catch_clause": _catch,
    "finally_clause": _statements("body"),
    "throw_expression": _values(NodeKind.THROW),
    "return_statement": _values(NodeKind.RETURN),
    "break_statement": jump("break"),
    "continue_statement": jump("continue"),
    "namespace_use_declaration": _use,
    **dict.fromkeys(
        ("include_expression", "include_once_expression", "require_expression", "require_once_expression"), _include
    ),
    "namespace_definition": _namespace,
    "empty_statement": dropped,
}

ADAPTERS: Final = (
    Adapter(
        "php",
        "PHP",
        ("php", "phtml"),
        _grammar,
        _RULES,
        dropped=frozenset({"comment", "text", "php_tag", "text_interpolation", "declare_statement"}),
    ),
)

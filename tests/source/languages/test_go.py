"""What the adapter of Go makes of code."""

# ruff: noqa: E501  # each row is a piece of code and its whole tree

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import body_of, mutated, sample_code, whole

AROUND: Final = """package p
func (c *Client) sample() error {
BODY
}
"""

STATEMENTS: Final = [
    ("c.http.Do(req)", "call 'Do'(callee=member 'Do'(object=member 'http'(object=name 'self')), argument=name 'req')"),
    ('x := a["k"]', "assign = 'x'(target=name 'x', value=index(object=name 'a', index=string 'k'))"),
    (
        "var a, b float64 = 1, 2",
        "assign =(target=name 'a', target=name 'b', type=type 'float64', value=number '1', value=number '2')",
    ),
    ("a, err := f()", "assign =(target=name 'a', target=name 'err', value=call 'f'(callee=name 'f'))"),
    ("c.n += 1", "assign +=(target=member 'n'(object=name 'self'), value=number '1')"),
    ("i++", "unary ++(operand=name 'i')"),
    ('const K = "x"', "assign = 'K'(target=name 'K', value=string 'x')"),
    ("f[int](x)", "call 'f'(callee=name 'f', argument=name 'x')"),
    ("m[Key](c.x)", "call 'm'(callee=name 'm', argument=member 'x'(object=name 'self'))"),
    ("[]byte(body)", "cast(type=type '[]byte', value=name 'body')"),
    ("float64(x)", "call 'float64'(callee=name 'float64', argument=name 'x')"),
    ("e.(string)", "cast(value=name 'e', type=type 'string')"),
    ("f(rest...)", "call 'f'(callee=name 'f', argument=unary ...(operand=name 'rest'))"),
    ("new(T)", "call 'new'(callee=name 'new', argument=name 'T')"),
    ("make(map[string]any)", "call 'make'(callee=name 'make', argument=type 'map[string]any')"),
    (
        'b := map[string]any{"a": 1, K: c}',
        "assign = 'b'(target=name 'b', value=object 'map[string]any'(type=type 'map[string]any', member=pair 'a'(key=string 'a', value=number '1'), member=pair 'K'(key=name 'K', value=name 'self')))",
    ),
    (
        "p := &api.Payout{Amount: a}",
        "assign = 'p'(target=name 'p', value=unary &(operand=object 'api.Payout'(type=type 'api.Payout', member=pair 'Amount'(key=name 'Amount', value=name 'a'))))",
    ),
    ('l := []string{"a"}', "assign = 'l'(target=name 'l', value=list(type=type '[]string', item=string 'a'))"),
    ("e := T{}", "assign = 'e'(target=name 'e', value=object 'T'(type=type 'T'))"),
    ("t := T{a, b}", "assign = 't'(target=name 't', value=list(type=type 'T', item=name 'a', item=name 'b'))"),
    (
        "l := []*P{{A: 1}, {A: 2}}",
        "assign = 'l'(target=name 'l', value=list(type=type '[]*P', item=object 'P'(member=pair 'A'(key=name 'A', value=number '1')), item=object 'P'(member=pair 'A'(key=name 'A', value=number '2'))))",
    ),
    (
        'm := map[string]P{"x": {A: 1}}',
        "assign = 'm'(target=name 'm', value=object 'map[string]P'(type=type 'map[string]P', member=pair 'x'(key=string 'x', value=object 'P'(member=pair 'A'(key=name 'A', value=number '1')))))",
    ),
    ('s := `a\\n"b"`', "assign = 's'(target=name 's', value=string 'a\\\\n\"b\"')"),
    (
        "s := \"a\\n\\u00e9\" + 'c'",
        "assign = 's'(target=name 's', value=binary +(left=string 'a\\né', right=string 'c'))",
    ),
    (
        "x := !a && b || *p != nil",
        "assign = 'x'(target=name 'x', value=binary or(left=binary and(left=unary not(operand=name 'a'), right=name 'b'), right=binary !=(left=unary *(operand=name 'p'), right=constant 'null')))",
    ),
    (
        "<-time.After(d)",
        "unary await(operand=call 'After'(callee=member 'After'(object=name 'time'), argument=name 'd'))",
    ),
    ("ch <- 1", "other(name 'ch', number '1')"),
    ("defer close(ch)", "call 'close'(callee=name 'close', argument=name 'ch')"),
    (
        "go func(c int) { c++ }(c.x)",
        "call(callee=function(parameter=parameter 'c'(type=type 'int'), body=block(unary ++(operand=name 'c'))), argument=member 'x'(object=name 'self'))",
    ),
    (
        'if err := f(); err != nil { return err } else if a { } else { panic("x") }',
        "if(assign = 'err'(target=name 'err', value=call 'f'(callee=name 'f')), condition=binary !=(left=name 'err', right=constant 'null'), then=block(return(value=name 'err')), otherwise=if(condition=name 'a', then=block, otherwise=block(call 'panic'(callee=name 'panic', argument=string 'x'))))",
    ),
    (
        "for i := 0; i < 3; i++ { continue }",
        "loop for(head=assign = 'i'(target=name 'i', value=number '0'), head=binary <(left=name 'i', right=number '3'), head=unary ++(operand=name 'i'), body=block(jump continue))",
    ),
    (
        "for _, v := range items { break }",
        "loop each(head=name '_', head=name 'v', head=name 'items', body=block(jump break))",
    ),
    ("for range ch { }", "loop each(head=name 'ch', body=block)"),
    ("for a < b { }", "loop while(head=binary <(left=name 'a', right=name 'b'), body=block)"),
    ("for { }", "loop loop(body=block)"),
    (
        'switch s := p.S; s { case "a", "b": f(); fallthrough; default: g() }',
        "switch(assign = 's'(target=name 's', value=member 'S'(object=name 'p')), subject=name 's', case=case(label=string 'a', label=string 'b', body=block(call 'f'(callee=name 'f'), jump fallthrough)), case=case(body=block(call 'g'(callee=name 'g'))))",
    ),
    (
        "switch { case x > 1: f() }",
        "switch(case=case(label=binary >(left=name 'x', right=number '1'), body=block(call 'f'(callee=name 'f'))))",
    ),
    (
        "switch v := e.(type) { case *A: f(v); case pkg.B: }",
        "switch(name 'v', subject=name 'e', case=case(label=name 'A', body=block(call 'f'(callee=name 'f', argument=name 'v'))), case=case(label=member 'B'(object=name 'pkg')))",
    ),
    (
        "select { case <-a: f(); case x := <-b: default: }",
        "switch select(case=case(label=unary await(operand=name 'a'), body=block(call 'f'(callee=name 'f'))), case=case(label=assign = 'x'(target=name 'x', value=unary await(operand=name 'b'))), case=case)",
    ),
    ("return a, nil", "return(value=name 'a', value=constant 'null')"),
    (
        'var out struct { Amount float64 `json:"amount"` }',
        "assign = 'out'(target=name 'out', type=type 'struct'(class(body=block(assign = 'Amount'(target=name 'Amount', type=type 'float64', annotation=annotation 'tag'(value=string 'json:\"amount\"'))))))",
    ),
    ("x := b[1:2]", "assign = 'x'(target=name 'x', value=index(object=name 'b', number '1', number '2'))"),
    ("l: for { break l; goto l }", "other(other 'l', loop loop(body=block(jump break, jump goto)))"),
    (
        "f := func(a int) bool { return true }",
        "assign = 'f'(target=name 'f', value=function(parameter=parameter 'a'(type=type 'int'), type=type 'bool', body=block(return(value=constant 'true'))))",
    ),
    ("// no\nf() /* no */", "call 'f'(callee=name 'f')"),
    (";;", ""),
]

FILES: Final = [
    ('package p\nimport "net/http"\n', "import 'net/http'(item=name 'http')"),
    (
        'package p\nimport (\n\tr "a.b/c/v2"\n\t"d/e/v3"\n)\n',
        "other(import 'a.b/c/v2'(item=name 'r'), import 'd/e/v3'(item=name 'e'))",
    ),
    (
        'package p\nconst (\n\tA Status = "a"\n\tB = iota\n)\nvar x = 1.5\n',
        "other(assign = 'A'(target=name 'A', type=type 'Status', value=string 'a'), assign = 'B'(target=name 'B', value=name 'iota')), assign = 'x'(target=name 'x', value=number '1.5')",
    ),
    (
        'package p\ntype Payout struct {\n\tAmount decimal.Decimal `json:"amount"`\n\tA, B float64\n\tBase\n\t*pkg.Other\n}\n',
        "class 'Payout'(body=block(assign = 'Amount'(target=name 'Amount', type=type 'decimal.Decimal', annotation=annotation 'tag'(value=string 'json:\"amount\"')), assign = 'A'(target=name 'A', type=type 'float64'), assign = 'B'(target=name 'B', type=type 'float64')), base=name 'Base', base=member 'Other'(object=name 'pkg'))",
    ),
    (
        "package p\ntype Sender interface {\n\tSend(ctx context.Context, a string, rest ...any) (*T, error)\n\tio.Closer\n}\n",
        "class 'Sender'(body=block(function 'Send'(parameter=parameter 'ctx'(type=type 'context.Context'), parameter=parameter 'a'(type=type 'string'), parameter=parameter ... 'rest'(type=type 'any'), type=type '(*T,error)')), base=member 'Closer'(object=name 'io'))",
    ),
    (
        "package p\ntype Status string\ntype Any = pkg.T\n",
        "class 'Status'(base=name 'string'), class 'Any'(base=member 'T'(object=name 'pkg'))",
    ),
    (
        "package p\nfunc F[T any](a, b T) T { return a }\n",
        "function 'F'(parameter=parameter 'a'(type=type 'T'), parameter=parameter 'b'(type=type 'T'), type=type 'T', body=block(return(value=name 'a')))",
    ),
    ("package p\nfunc (Client) G() {}\n", "function 'G'(receiver=parameter(type=type 'Client'), body=block)"),
]

NESTED: Final = [
    ("x := (", ")"),
    ("f(", ")"),
    ("if a {", "}"),
    ("switch a { case 1: ", "}"),
    ("for {", "}"),
    ("func() {", "}()"),
    ("x := T{a: ", "}"),
    ("x = []T{", "}"),
    ("var f = func() {", "}"),
    ("if a {} else ", ""),
    ("!", ""),
    ("a.b().", ""),
]


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_a_statement_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert body_of("go", AROUND.replace("BODY", code)) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_declaration_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("go", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 400):
        code = AROUND.replace("BODY", opening * depth + closing * depth)
        assert list(parse("sample.go", code.encode()).root.walk())


@given(st.text())
def test_any_text_is_read(code: str) -> None:
    assert list(parse("sample.go", code.encode()).root.walk())


@given(st.integers(0, 2**32))
def test_broken_code_is_read(seed: int) -> None:
    assert list(parse("sample.go", mutated(sample_code("go"), seed)).root.walk())

"""What the adapter of Python makes of code."""
# ruff: noqa: E501  # a row of a table is one line

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import mutated, sample_code, whole

CODE: Final = [
    (
        "import a.b as c, d",
        "block(import 'a.b'(item=name a.b 'c'), import 'd'(item=name 'd'))",
    ),
    (
        "from .a import b as c, d",
        "import '.a'(item=name b 'c', item=name 'd')",
    ),
    (
        "from a import *",
        "import 'a'",
    ),
    (
        'requests.post(f"{base}/v1/{a.b!r:>10}", json={"a": 1, **d}, **kw)',
        "call 'post'(callee=member 'post'(object=name 'requests'), argument=string '{}/v1/{}'(part=name 'base', part=member 'b'(object=name 'a')), argument=pair 'json'(key=name 'json', value=object(member=pair 'a'(key=string 'a', value=number '1'), member=unary ...(operand=name 'd'))), argument=unary ...(operand=name 'kw'))",
    ),
    (
        "await client.post(*args)",
        "unary await(operand=call 'post'(callee=member 'post'(object=name 'client'), argument=unary ...(operand=name 'args')))",
    ),
    (
        'a["b"] = 1',
        "assign =(target=index(object=name 'a', index=string 'b'), value=number '1')",
    ),
    (
        'a.b += "c" "d"',
        "assign +=(target=member 'b'(object=name 'a'), value=string 'cd')",
    ),
    (
        "a = b = 1",
        "assign = 'a'(target=name 'a', value=assign = 'b'(target=name 'b', value=number '1'))",
    ),
    (
        "a, (b, c) = 1, 2",
        "assign =(target=name 'a', target=other(name 'b', name 'c'), value=number '1', value=number '2')",
    ),
    (
        "a: Decimal = 1; b: str",
        "assign = 'a'(target=name 'a', type=type 'Decimal', value=number '1'), assign = 'b'(target=name 'b', type=type 'str')",
    ),
    (
        'r"\\d" b"\\x41" "\\u00e9\\n"',
        "string '\\\\dAé\\n'",
    ),
    (
        "a == b; a is None; a is not b; a not in b; a in b; a < b < c; a <> b",
        "binary ==(left=name 'a', right=name 'b'), binary ==(left=name 'a', right=constant 'null'), binary !=(left=name 'a', right=name 'b'), unary not(operand=binary in(left=name 'a', right=name 'b')), binary in(left=name 'a', right=name 'b'), binary <(left=name 'a', right=name 'b', right=name 'c'), binary !=(left=name 'a', right=name 'b')",
    ),
    (
        "not a and b or -c",
        "binary or(left=binary and(left=unary not(operand=name 'a'), right=name 'b'), right=unary -(operand=name 'c'))",
    ),
    (
        "a if b else c",
        "if ?(then=name 'a', condition=name 'b', otherwise=name 'c')",
    ),
    (
        "(a := b)",
        "assign = 'a'(target=name 'a', value=name 'b')",
    ),
    (
        "[1, 2]; (1, 2); {1, 2}; {}",
        "list(item=number '1', item=number '2'), list(item=number '1', item=number '2'), list(item=number '1', item=number '2'), object",
    ),
    (
        "[a for b in c]",
        "other(name 'a', other(name 'b', name 'c'))",
    ),
    (
        "print(a for b in c)",
        "call 'print'(callee=name 'print', argument=other(name 'a', other(name 'b', name 'c')))",
    ),
    (
        "a[0:1]; a[1, 2]",
        "index(object=name 'a', index=other(number '0', number '1')), index(object=name 'a', index=number '1', index=number '2')",
    ),
    (
        "lambda a, *b, c=1: a",
        "function(parameter=parameter 'a', parameter=parameter ... 'b', parameter=parameter 'c'(default=number '1'), body=name 'a')",
    ),
    (
        "def a(b, /, c: int = 1, *d, e, **f) -> dict[str, int]: return b, c",
        "function 'a'(parameter=parameter 'b', parameter=parameter 'c'(type=type 'int', default=number '1'), parameter=parameter ... 'd', parameter=parameter 'e', parameter=parameter ... 'f', type=type 'dict[str,int]', body=block(return(value=name 'b', value=name 'c')))",
    ),
    (
        "async def a(): yield b",
        "function async 'a'(body=block(name 'b'))",
    ),
    (
        '@app.post("/x")\n@log\nasync def a(): pass',
        "function async 'a'(annotation=annotation 'post'(value=call 'post'(callee=member 'post'(object=name 'app'), argument=string '/x')), annotation=annotation 'log'(value=name 'log'), body=block(other))",
    ),
    (
        "@b\nclass A(B, metaclass=C): d: Decimal",
        "class 'A'(annotation=annotation 'b'(value=name 'b'), base=name 'B', base=pair 'metaclass'(key=name 'metaclass', value=name 'C'), body=block(assign = 'd'(target=name 'd', type=type 'Decimal')))",
    ),
    (
        "if a: b\nelif c: d\nelif e: f\nelse: g",
        "if(condition=name 'a', then=block(name 'b'), otherwise=if(condition=name 'c', then=block(name 'd'), otherwise=if(condition=name 'e', then=block(name 'f'), otherwise=block(name 'g'))))",
    ),
    (
        "for a, b in c: continue\nelse: d",
        "loop each(head=name 'a', head=name 'b', head=name 'c', body=block(jump continue), block(name 'd'))",
    ),
    (
        "while a: break",
        "loop while(head=name 'a', body=block(jump break))",
    ),
    (
        'try: a()\nexcept (B, c.D) as e: raise F("x") from e\nexcept G: pass\nexcept: raise\nelse: h()\nfinally: i()',
        "try(body=block(call 'a'(callee=name 'a')), catch=catch 'e'(type=name 'B', type=member 'D'(object=name 'c'), body=block(throw(value=call 'F'(callee=name 'F', argument=string 'x'), value=name 'e'))), catch=catch(type=name 'G', body=block(other)), catch=catch(body=block(throw)), block(call 'h'(callee=name 'h')), final=block(call 'i'(callee=name 'i')))",
    ),
    (
        "try: a()\nexcept* B: c()",
        "try(body=block(call 'a'(callee=name 'a')), catch=catch(type=name 'B', body=block(call 'c'(callee=name 'c'))))",
    ),
    (
        "with a as b, c: d()",
        "other(other(assign = 'b'(value=name 'a', target=name 'b'), name 'c'), block(call 'd'(callee=name 'd')))",
    ),
    (
        "async with a() as b: c()",
        "other(assign = 'b'(value=call 'a'(callee=name 'a'), target=name 'b'), block(call 'c'(callee=name 'c')))",
    ),
    (
        'match a:\n    case "b" | "c" if d: 1\n    case E.F: 2\n    case None: 3\n    case {"g": 1}: 4\n    case other: 5',
        "switch(subject=name 'a', case=case(label=string 'b', label=string 'c', name 'd', body=block(number '1')), case=case(label=member 'F'(object=name 'E'), body=block(number '2')), case=case(label=constant 'null', body=block(number '3')), case=case(label=other(string 'g', number '1'), body=block(number '4')), case=case(body=block(number '5')))",
    ),
    (
        "match a, b:\n    case _: 1",
        "switch(subject=name 'a', subject=name 'b', case=case(body=block(number '1')))",
    ),
    (
        "return_ = None",
        "assign = 'return_'(target=name 'return_', value=constant 'null')",
    ),
    (
        "True; 1_000; 1.5; ...",
        "constant 'true', number '1_000', number '1.5', other '...'",
    ),
    (
        "global a",
        "name 'a'",
    ),
    (
        "del a",
        "name 'a'",
    ),
    (
        "assert a",
        "name 'a'",
    ),
]

NESTED: Final = [
    ("(", ")"),
    ("f(", ")"),
    ("[", "]"),
    ("{1: ", "}"),
    ("lambda: ", ""),
    ("not ", ""),
    ("x if y else ", ""),
    ("x = ", ""),
    ("", "\n.b()"),
    ("(", ".b())"),
    ("", " + b"),
    ("if x: y\nel", ""),
    ("x(lambda: [", ")"),
    ("if a: b\n", ""),
]


@pytest.mark.parametrize(("code", "expected"), CODE)
def test_code_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("py", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 3000):
        code = opening * depth + "a" + closing * depth
        assert list(parse("sample.py", code.encode()).root.walk())


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(code: str) -> None:
    assert parse("sample.py", (code).encode(errors="replace")).root.children is not None


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_broken_code_is_read(seed: int) -> None:
    assert parse("sample.py", mutated(sample_code("python"), seed)).root.children is not None

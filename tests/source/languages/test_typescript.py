"""What the adapter of TypeScript makes of code."""
# ruff: noqa: E501  # a row of a table is one line

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import mutated, sample_code, whole

SOUND: Final = sample_code("typescript")

CODE: Final = [
    (
        'import type { A } from "./a"; import { type B, c } from "./b";',
        "import './a'(item=name 'A'), import './b'(item=name 'B', item=name 'c')",
    ),
    ('import fs = require("fs");', "import 'fs'(item=name * 'fs')"),
    ("export = client;", "name 'client'"),
    ("export type { X };", "name 'X'"),
    (
        "interface P extends Q, R<S> { amount: number; note?: string; go(a: number): void; [k: string]: unknown }",
        "class 'P'(base=name 'Q', base=name 'R', body=block(assign = 'amount'(target=name 'amount', type=type 'number'), assign = 'note'(target=name 'note', type=type 'string'), function 'go'(parameter=parameter 'a'(type=type 'number'), type=type 'void')))",
    ),
    (
        'type P = { amount: string }; type Q = "a" | "b";',
        "class 'P'(body=block(assign = 'amount'(target=name 'amount', type=type 'string'))), other 'Q'(type '\"a\"|\"b\"')",
    ),
    (
        'enum S { A = "a", B, "C-D" = 2 }',
        "class 'S'(body=block(assign = 'A'(target=name 'A', value=string 'a'), assign = 'B'(target=name 'B'), assign = 'C-D'(target=name 'C-D', value=number '2')))",
    ),
    ("namespace N { const a = 1; }", "class 'N'(body=block(assign = 'a'(target=name 'a', value=number '1')))"),
    ('declare module "x" { }', "class 'x'(body=block)"),
    ("declare function f(a: number): void;", "other"),
    (
        "abstract class A<T> extends B<T> implements C, ns.D<E> { abstract m(): void; private readonly x: number = 1; declare y: string; constructor(private readonly http: Http, public y?: string, z = 1) { super(); } }",
        "class 'A'(base=name 'B', base=name 'C', base=member 'D'(object=name 'ns'), body=block(function 'm'(type=type 'void'), assign = 'x'(target=name 'x', type=type 'number', value=number '1'), assign = 'y'(target=name 'y', type=type 'string'), function 'constructor'(parameter=parameter field 'http'(type=type 'Http'), parameter=parameter field 'y'(type=type 'string'), parameter=parameter 'z'(default=number '1'), body=block(call 'super'(callee=name 'super')))))",
    ),
    (
        '@Injectable() export class A { @Input() z!: string; @Post("/x") /* why */ @Log async h(@Body() body: Dto): Promise<void> {} }',
        "class 'A'(annotation=annotation 'Injectable'(value=call 'Injectable'(callee=name 'Injectable')), body=block(assign = 'z'(annotation=annotation 'Input'(value=call 'Input'(callee=name 'Input')), target=name 'z', type=type 'string'), function async 'h'(annotation=annotation 'Post'(value=call 'Post'(callee=name 'Post', argument=string '/x')), annotation=annotation 'Log'(value=name 'Log'), parameter=parameter 'body'(annotation=annotation 'Body'(value=call 'Body'(callee=name 'Body')), type=type 'Dto'), type=type 'Promise<void>', body=block)))",
    ),
    ("export @Foo class Z {}", "class 'Z'(annotation=annotation 'Foo'(value=name 'Foo'), body=block)"),
    (
        "const x = a as T; const y = <T>b; const z = b satisfies C; const o = { a: 1 } as const;",
        "assign = 'x'(target=name 'x', value=cast(value=name 'a', type=type 'T')), assign = 'y'(target=name 'y', value=cast(type=type 'T', value=name 'b')), assign = 'z'(target=name 'z', value=name 'b'), assign = 'o'(target=name 'o', value=object(member=pair 'a'(key=string 'a', value=number '1')))",
    ),
    (
        "x = y as unknown as T;",
        "assign = 'x'(target=name 'x', value=cast(value=cast(value=name 'y', type=type 'unknown'), type=type 'T'))",
    ),
    ("z!.w!.v();", "call 'v'(callee=member 'v'(object=member 'w'(object=name 'z')))"),
    (
        "const key = process.env.KEY!;",
        "assign = 'key'(target=name 'key', value=member 'KEY'(object=member 'env'(object=name 'process')))",
    ),
    (
        'axios.post<T>("u", { a });',
        "call 'post'(callee=member 'post'(object=name 'axios'), type=type 'T', argument=string 'u', argument=object(member=pair 'a'(key=string 'a', value=name 'a')))",
    ),
    (
        'const { data } = await this.http.post<T>("u");',
        "assign = 'data'(target=name 'data', value=member 'data'(object=unary await(operand=call 'post'(callee=member 'post'(object=member 'http'(object=name 'this')), type=type 'T', argument=string 'u'))))",
    ),
    (
        "if (!(await f<A, B>(x)).ok && !g<T>(y)) {}",
        "if(condition=binary and(left=unary not(operand=member 'ok'(object=unary await(operand=call 'f'(callee=name 'f', type=type 'A', type=type 'B', argument=name 'x')))), right=unary not(operand=call 'g'(callee=name 'g', type=type 'T', argument=name 'y'))), then=block)",
    ),
    (
        "a + await -f<T>(y);",
        "binary +(left=name 'a', right=unary await(operand=unary -(operand=call 'f'(callee=name 'f', type=type 'T', argument=name 'y'))))",
    ),
    ("new Map<string, number>();", "call new 'Map'(callee=name 'Map', type=type 'string', type=type 'number')"),
    (
        "function over(a: string): void; function over(this: Foo, a?: string, ...b: number[]): asserts a is string {}",
        "function 'over'(parameter=parameter 'a'(type=type 'string'), parameter=parameter 'b'(type=type 'number[]'), type=type 'assertsaisstring', body=block)",
    ),
    (
        "let v: number = 1, w: Array<string>;",
        "other(assign = 'v'(target=name 'v', type=type 'number', value=number '1'), assign = 'w'(target=name 'w', type=type 'Array<string>'))",
    ),
    (
        "const k = async <T,>({ a, b: c }: P, [d]: Q = []): Promise<T> => a;",
        "assign = 'k'(target=name 'k', value=function async(parameter=parameter(parameter=parameter 'a', parameter=parameter 'c'(key=string 'b'), type=type 'P'), parameter=parameter(parameter=parameter 'd', type=type 'Q', default=list), type=type 'Promise<T>', body=name 'a'))",
    ),
    ("try { } catch (e: unknown) { }", "try(body=block, catch=catch 'e'(body=block))"),
    ("const f = ns.Foo<string>;", "assign = 'f'(target=name 'f', value=member 'Foo'(object=name 'ns'))"),
    (
        "let u: unique symbol; type M = typeof x;",
        "assign = 'u'(target=name 'u', type=type 'uniquesymbol'), other 'M'(type 'typeofx')",
    ),
    (
        "for (const [k, v] of Object.entries(x as T)) {}",
        "loop each(head=list(item=name 'k', item=name 'v'), head=call 'entries'(callee=member 'entries'(object=name 'Object'), argument=cast(value=name 'x', type=type 'T')), body=block)",
    ),
]

TAGS: Final = [
    (
        'const C = ({ a }: P) => <div className="x" onClick={() => go<T>(a)}>{a as string}</div>;',
        "assign = 'C'(target=name 'C', value=function(parameter=parameter(parameter=parameter 'a', type=type 'P'), body=other(other(name 'div', pair 'className'(key=string 'className', value=string 'x'), pair 'onClick'(key=string 'onClick', value=function(body=call 'go'(callee=name 'go', type=type 'T', argument=name 'a')))), cast(value=name 'a', type=type 'string'))))",
    ),
    (
        "const k = <T,>(a: T) => a;",
        "assign = 'k'(target=name 'k', value=function(parameter=parameter 'a'(type=type 'T'), body=name 'a'))",
    ),
]


@pytest.mark.parametrize(("code", "expected"), CODE)
def test_code_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("ts", code) == expected


@pytest.mark.parametrize(("code", "expected"), TAGS)
def test_code_with_tags_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("tsx", code) == expected


@pytest.mark.parametrize("suffix", ["mts", "cts", "tsx"])
def test_all_kinds_of_its_files_are_read_alike(suffix: str) -> None:
    code = "const { a }: T = await b.c<D>(e!);"
    assert whole(suffix, code) == whole("ts", code)


@pytest.mark.parametrize(
    "code", ["const { a } = b; f({ c, d: 1 });", "class A extends B { c = 1; async d() { await e(`${f}`); } }"]
)
def test_javascript_means_the_same_in_typescript(code: str) -> None:
    assert whole("ts", code) == whole("js", code)


def test_a_call_with_types_lies_where_it_is_written() -> None:
    (awaited,) = parse("sample.ts", b"await client\n  .post<T>(u);").root.children
    call = awaited.one("operand")
    assert (awaited.start, call.start, call.end) == (0, len("await "), awaited.end)
    assert all(awaited.holds(node) for node in awaited.walk())


@pytest.mark.parametrize(
    "code",
    [
        *(
            "!" * 5000 + "f<T>(x)",
            "await " * 4000 + "f<T>(x)",
            "x" + "!" * 5000,
            "x" + " as T" * 5000,
            "<T>" * 4000 + "x",
        ),
        *(
            "namespace a{" * 2000,
            "let x: " + "{a:" * 3000,
            "interface A {a: {" * 500,
            "enum A {" * 1000,
            "a+" * 900 + "f<T>(x)",
        ),
    ],
    ids=lambda code: code[:12],
)
@pytest.mark.parametrize("suffix", ["ts", "tsx"])
def test_deep_nesting_is_harmless(suffix: str, code: str) -> None:
    assert [node.path for node in parse(f"sample.{suffix}", code.encode()).root.walk()]


@settings(deadline=None)  # a busy machine is no defect
@given(st.text(), st.sampled_from(["ts", "tsx"]))
def test_any_text_is_read(code: str, suffix: str) -> None:
    assert parse(f"sample.{suffix}", code.encode()).root.children is not None


@settings(deadline=None)  # a busy machine is no defect
@given(st.binary(), st.sampled_from(["ts", "tsx"]))
def test_any_bytes_are_read(data: bytes, suffix: str) -> None:
    assert parse(f"sample.{suffix}", data).root.children is not None


@settings(deadline=None)  # a busy machine is no defect
@given(st.integers(0, 2**32), st.sampled_from(["ts", "tsx"]))
def test_broken_code_is_read(seed: int, suffix: str) -> None:
    root = parse(f"sample.{suffix}", mutated(SOUND, seed)).root
    assert all(node.path is not None and child.parent is node for node in root.walk() for child in node.children)

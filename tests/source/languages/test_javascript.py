"""What the adapter of JavaScript makes of code."""
# ruff: noqa: E501  # a row of a table is one line

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import mutated, sample_code, whole

SOUND: Final = sample_code("javascript")

CODE: Final = [
    ('import axios from "axios";', "import 'axios'(item=name default 'axios')"),
    (
        'import axios, { AxiosError as E, default as d } from "axios";',
        "import 'axios'(item=name default 'axios', item=name AxiosError 'E', item=name default 'd')",
    ),
    ('import * as api from "./api.js";', "import './api.js'(item=name * 'api')"),
    ('import "./side.js";', "import './side.js'"),
    ('export { a as b } from "./a.js";', "import './a.js'(item=name a 'b')"),
    ('export * from "./b.js";', "import './b.js'"),
    (
        'const api = require("./api");',
        "assign = 'api'(target=name 'api', value=call 'require'(callee=name 'require', argument=string './api'))",
    ),
    (
        'const { post } = require("./api");',
        "assign = 'post'(target=name 'post', value=member 'post'(object=call 'require'(callee=name 'require', argument=string './api')))",
    ),
    (
        'const m = await import("./api.js");',
        "assign = 'm'(target=name 'm', value=unary await(operand=call 'import'(callee=name 'import', argument=string './api.js')))",
    ),
    ("export default client;", "assign = 'default'(target=name 'default', value=name 'client')"),
    (
        "export default async () => 1;",
        "assign = 'default'(target=name 'default', value=function async(body=number '1'))",
    ),
    ("export default function pay() {}", "function 'pay'(body=block)"),
    ("export const a = 1;", "assign = 'a'(target=name 'a', value=number '1')"),
    ("export { a as b, c };", "other(assign = 'b'(value=name 'a', target=name 'b'), name 'c')"),
    (
        "module.exports = { pay };",
        "assign =(target=member 'exports'(object=name 'module'), value=object(member=pair 'pay'(key=string 'pay', value=name 'pay')))",
    ),
    (
        'client.post("/v1/payouts", { amount }, { headers: { "Idempotency-Key": key, [HEADER]: 1, ...rest } });',
        "call 'post'(callee=member 'post'(object=name 'client'), argument=string '/v1/payouts', argument=object(member=pair 'amount'(key=string 'amount', value=name 'amount')), argument=object(member=pair 'headers'(key=string 'headers', value=object(member=pair 'Idempotency-Key'(key=string 'Idempotency-Key', value=name 'key'), member=pair 'HEADER'(key=name 'HEADER', value=number '1'), member=unary ...(operand=name 'rest')))))",
    ),
    (
        "const o = { a: 1, 5: 2, async b() {}, get c() { return 1; } };",
        "assign = 'o'(target=name 'o', value=object(member=pair 'a'(key=string 'a', value=number '1'), member=pair '5'(key=number '5', value=number '2'), member=pair 'b'(value=function async 'b'(body=block), key=string 'b'), member=pair 'c'(value=function 'c'(body=block(return(value=number '1'))), key=string 'c')))",
    ),
    (
        "const l = [1, , ...rest];",
        "assign = 'l'(target=name 'l', value=list(item=number '1', item=unary ...(operand=name 'rest')))",
    ),
    ("new Client(1);", "call new 'Client'(callee=name 'Client', argument=number '1')"),
    ("new Client;", "call new 'Client'(callee=name 'Client')"),
    (
        'a?.b?.[0]?.("x");',
        "call(callee=index(object=member 'b'(object=name 'a'), index=number '0'), argument=string 'x')",
    ),
    (
        "super.go(this.#key);",
        "call 'go'(callee=member 'go'(object=name 'super'), argument=member 'key'(object=name 'this'))",
    ),
    ("`${base}/v1/${id}\\n`;", "string '{}/v1/{}\\n'(part=name 'base', part=name 'id')"),
    ("sql`select ${x}`;", "call 'sql'(callee=name 'sql', argument=string 'select {}'(part=name 'x'))"),
    ('"\\u{1F600}\\x41\\u0041\\\'\\\nz";', 'string "😀AA\'z"'),
    ("x = /a[/]b/g;", "assign = 'x'(target=name 'x', value=other '/a[/]b/g')"),
    ("10n + 0xff - 1.5e3;", "binary -(left=binary +(left=number '10n', right=number '0xff'), right=number '1.5e3')"),
    ("undefined ?? null;", "binary ??(left=constant 'null', right=constant 'null')"),
    (
        "!a && b === c || d !== e;",
        "binary or(left=binary and(left=unary not(operand=name 'a'), right=binary ==(left=name 'b', right=name 'c')), right=binary !=(left=name 'd', right=name 'e'))",
    ),
    ('typeof a === "string";', "binary ==(left=unary typeof(operand=name 'a'), right=string 'string')"),
    ("i++;", "unary ++(operand=name 'i')"),
    ("a ||= await b;", "assign ||= 'a'(target=name 'a', value=unary await(operand=name 'b'))"),
    (
        'a[0] = this.x = "k" in o;',
        "assign =(target=index(object=name 'a', index=number '0'), value=assign =(target=member 'x'(object=name 'this'), value=binary in(left=string 'k', right=name 'o')))",
    ),
    ("x instanceof Y;", "binary instanceof(left=name 'x', right=name 'Y')"),
    (
        'const { BASE, KEY: key = "k" } = process.env;',
        "assign =(target=name 'BASE', target=name 'key', value=binary ??(right=string 'k', left=member 'KEY'(object=member 'env'(object=name 'process'))), value=member 'BASE'(object=member 'env'(object=name 'process')))",
    ),
    (
        'const { data } = await http.get("/x");',
        "assign = 'data'(target=name 'data', value=member 'data'(object=unary await(operand=call 'get'(callee=member 'get'(object=name 'http'), argument=string '/x'))))",
    ),
    (
        'const { data, headers: { etag } } = await http.get("/x");',
        "assign =(target=name 'data', target=name 'etag', value=unary await(operand=call 'get'(callee=member 'get'(object=name 'http'), argument=string '/x')))",
    ),
    (
        "const { [name]: one, ...others } = settings;",
        "assign =(target=name 'one', target=name 'others', value=name 'settings')",
    ),
    ("const [first, { second }] = pair;", "assign =(target=name 'first', target=name 'second', value=name 'pair')"),
    ("({ a: this.a } = o);", "assign =(target=member 'a'(object=name 'this'), value=member 'a'(object=name 'o'))"),
    ("let x, y = 2;", "other(assign = 'x'(target=name 'x'), assign = 'y'(target=name 'y', value=number '2'))"),
    ("import.meta.env.BASE;", "member 'BASE'(object=member 'env'(object=name 'import.meta'))"),
    (
        'async function pay({ amount, currency: c = "EUR", ...rest }, [x] = [], k = 1, ...more) { return c; }',
        "function async 'pay'(parameter=parameter(parameter=parameter 'amount', parameter=parameter 'c'(key=string 'currency', default=string 'EUR'), parameter=parameter 'rest'), parameter=parameter(parameter=parameter 'x', default=list), parameter=parameter 'k'(default=number '1'), parameter=parameter 'more', body=block(return(value=name 'c')))",
    ),
    (
        "const f = x => x.y, g = function* () { yield 1; };",
        "other(assign = 'f'(target=name 'f', value=function(parameter=parameter 'x', body=member 'y'(object=name 'x'))), assign = 'g'(target=name 'g', value=function(body=block(number '1'))))",
    ),
    (
        "(async () => { await f(); })();",
        "call(callee=function async(body=block(unary await(operand=call 'f'(callee=name 'f')))))",
    ),
    (
        "class A extends b.B { static n = 1; #k; [x] = 2; go = () => {}; constructor(a) { super(a); } static async #run() {} get v() { return 1; } static { init(); } }",
        "class 'A'(base=member 'B'(object=name 'b'), body=block(assign = 'n'(target=name 'n', value=number '1'), assign = 'k'(target=name 'k'), assign = 'x'(target=name 'x', value=number '2'), assign = 'go'(target=name 'go', value=function(body=block)), function 'constructor'(parameter=parameter 'a', body=block(call 'super'(callee=name 'super', argument=name 'a'))), function async 'run'(body=block), function 'v'(body=block(return(value=number '1'))), block(call 'init'(callee=name 'init'))))",
    ),
    (
        '@dec @on({ a: 1 }) class A { @field x; @route("/y") y() {} }',
        "class 'A'(annotation=annotation 'dec'(value=name 'dec'), annotation=annotation 'on'(value=call 'on'(callee=name 'on', argument=object(member=pair 'a'(key=string 'a', value=number '1')))), body=block(assign = 'x'(annotation=annotation 'field'(value=name 'field'), target=name 'x'), function 'y'(annotation=annotation 'route'(value=call 'route'(callee=name 'route', argument=string '/y')), body=block)))",
    ),
    (
        "if (a) b(); else if (c) d(); else { e(); }",
        "if(condition=name 'a', then=call 'b'(callee=name 'b'), otherwise=if(condition=name 'c', then=call 'd'(callee=name 'd'), otherwise=block(call 'e'(callee=name 'e'))))",
    ),
    ("a ? b : c;", "if ?(condition=name 'a', then=name 'b', otherwise=name 'c')"),
    (
        'switch (s) { case "a": case "b": go(); break; case "c": { x(); } case "d": default: no(); }',
        "switch(subject=name 's', case=case(label=string 'a', label=string 'b', body=block(call 'go'(callee=name 'go'), jump break)), case=case(label=string 'c', body=block(call 'x'(callee=name 'x'))), case=case(label=string 'd'), case=case(body=block(call 'no'(callee=name 'no'))))",
    ),
    (
        'switch (s) { case "a": go(); case "b": }',
        "switch(subject=name 's', case=case(label=string 'a', body=block(call 'go'(callee=name 'go'))), case=case(label=string 'b'))",
    ),
    ("for (const x of xs) { continue; }", "loop each(head=name 'x', head=name 'xs', body=block(jump continue))"),
    (
        "for (const [k, { v = 1 }] of m) go(k);",
        "loop each(head=list(item=name 'k', item=name 'v', number '1'), head=name 'm', body=call 'go'(callee=name 'go', argument=name 'k'))",
    ),
    (
        "for (let i = 0; i < 3; i += 1) { break; }",
        "loop for(head=assign = 'i'(target=name 'i', value=number '0'), head=binary <(left=name 'i', right=number '3'), head=assign += 'i'(target=name 'i', value=number '1'), body=block(jump break))",
    ),
    ("for (;;);", "loop for"),
    ("outer: while (a) { break outer; }", "loop while(head=name 'a', body=block(jump break))"),
    ("do { c(); } while (d);", "loop do(body=block(call 'c'(callee=name 'c')), head=name 'd')"),
    (
        "try { a(); } catch (err) { throw err; } finally { z(); }",
        "try(body=block(call 'a'(callee=name 'a')), catch=catch 'err'(body=block(throw(value=name 'err'))), final=block(call 'z'(callee=name 'z')))",
    ),
    ("try { a(); } catch { }", "try(body=block(call 'a'(callee=name 'a')), catch=catch(body=block))"),
    (
        "try { a(); } catch ({ message, code: c }) { b(); }",
        "try(body=block(call 'a'(callee=name 'a')), catch=catch(list(item=name 'message', item=name 'c'), body=block(call 'b'(callee=name 'b'))))",
    ),
    (
        '<A b="c" d={e} {...f} g>hi {h} <B.C /></A>;',
        "other(other(name 'A', pair 'b'(key=string 'b', value=string 'c'), pair 'd'(key=string 'd', value=name 'e'), unary ...(operand=name 'f'), pair 'g'(key=string 'g')), name 'h', member 'C'(object=name 'B'))",
    ),
    ("<></>;", "other"),
    ("#!/usr/bin/env node", ""),
    ('"use strict"; // a comment', "string 'use strict'"),
    ("a, b;", "other(name 'a', name 'b')"),
    ("with (o) { x; }", "other(name 'o', block(name 'x'))"),
    ("return;", "return"),
    ("const x = (/* why */ (a));", "assign = 'x'(target=name 'x', value=name 'a')"),
    ("x = {", "name 'x'"),
]

DEEP: Final = [
    *("(" * 5000, "[" * 5000 + "]" * 5000, "{" * 5000, "f(" * 5000, "`${" * 3000, "x=>" * 3000, "<a>" * 3000),
    *("!" * 5000 + "f(x)", "a" + ".b()" * 5000, "a" + "+a" * 5000, "if(a){" * 3000, "if(a)b();else " * 3000),
    *(
        "const {a:" * 3000,
        "const " + "{a:" * 3000 + "b" + "}" * 3000 + "=c",
        "const " + "[" * 3000 + "b" + "]" * 3000 + "=c",
    ),
    *(
        "function f(" + "{a:" * 3000 + "b" + "}" * 3000 + "){}",
        "class A{b=class{" * 2000,
        "x={a(){return {" * 300,
        "await " * 4000 + "f",
    ),
    *(
        "switch(a){case b:" * 300 + "}" * 300,
        "@f(class{" * 1000,
        "try{}catch(" + "{a:" * 3000 + "b" + "}" * 3000 + "){}",
    ),
]


@pytest.mark.parametrize(("code", "expected"), CODE)
def test_code_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("js", code) == expected


@pytest.mark.parametrize("suffix", ["mjs", "cjs", "jsx"])
def test_all_kinds_of_its_files_are_read_alike(suffix: str) -> None:
    code = "const { a } = b; f(<C />);"
    assert whole(suffix, code) == whole("js", code)


def test_a_value_that_is_taken_apart_lies_in_its_assignment() -> None:
    root = parse("sample.js", b"const {\n  BASE,\n  KEY: key = 'k',\n} = process.env;").root
    (assigned,) = root.children
    base, key = assigned.all("value")
    assert (base.path, base.line) == ("process.env.BASE", 4)
    assert key.one("left").path == "process.env.KEY"
    assert all(assigned.holds(node) for node in assigned.walk())


def test_labels_that_share_a_body_are_one_way_that_begins_at_the_first() -> None:
    (way,) = (
        parse("sample.js", b"switch (s) {\n  case 'a':\n  case 'b':\n    go();\n    break;\n}")
        .root.children[0]
        .all("case")
    )
    assert (way.line, [label.name for label in way.all("label")]) == (2, ["a", "b"])
    assert all(way.holds(node) for node in way.walk())
    body = way.one("body")
    assert [node.line for node in body.children] == [4, 5]
    assert body.children[-1].end <= body.end


@pytest.mark.parametrize("code", DEEP, ids=lambda code: code[:12])
def test_deep_nesting_is_harmless(code: str) -> None:
    assert [node.path for node in parse("sample.js", code.encode()).root.walk()]


@settings(deadline=None)  # a busy machine is no defect
@given(st.text())
def test_any_text_is_read(code: str) -> None:
    assert parse("sample.js", code.encode()).root.children is not None


@settings(deadline=None)  # a busy machine is no defect
@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    assert parse("sample.js", data).root.children is not None


@settings(deadline=None)  # a busy machine is no defect
@given(st.integers(0, 2**32))
def test_broken_code_is_read(seed: int) -> None:
    root = parse("sample.js", mutated(SOUND, seed)).root
    assert all(node.path is not None and child.parent is node for node in root.walk() for child in node.children)

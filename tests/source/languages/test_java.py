"""What the adapter of Java makes of code."""

# ruff: noqa: E501  # each row is a piece of code and its whole tree

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import body_of, mutated, sample_code, whole

AROUND: Final = """class T { void sample() {
BODY
} }
"""

STATEMENTS: Final = [
    (
        "client.send(r, of());",
        "call 'send'(callee=member 'send'(object=name 'client'), argument=name 'r', argument=call 'of'(callee=name 'of'))",
    ),
    ("this.x.run();", "call 'run'(callee=member 'run'(object=member 'x'(object=name 'this')))"),
    ("super.run();", "call 'run'(callee=member 'run'(object=name 'super'))"),
    (
        "int a = 1, b;",
        "other(assign = 'a'(type=type 'int', target=name 'a', value=number '1'), assign = 'b'(type=type 'int', target=name 'b'))",
    ),
    (
        "double d = (double) x;",
        "assign = 'd'(type=type 'double', target=name 'd', value=cast(type=type 'double', value=name 'x'))",
    ),
    ("x += 1.5f;", "assign += 'x'(target=name 'x', value=number '1.5f')"),
    ("a.b.c = 10L;", "assign =(target=member 'c'(object=member 'b'(object=name 'a')), value=number '10L')"),
    ("i++;", "unary ++(operand=name 'i')"),
    ("arr[0] = -1;", "assign =(target=index(object=name 'arr', index=number '0'), value=unary -(operand=number '1'))"),
    (
        'HttpRequest.newBuilder().uri(URI.create(base + "/v1")).header("K", "v").build();',
        "call 'build'(callee=member 'build'(object=call 'header'(callee=member 'header'(object=call 'uri'(callee=member 'uri'(object=call 'newBuilder'(callee=member 'newBuilder'(object=name 'HttpRequest'))), argument=call 'create'(callee=member 'create'(object=name 'URI'), argument=binary +(left=name 'base', right=string '/v1')))), argument=string 'K', argument=string 'v')))",
    ),
    ("new HashMap<String, Object>();", "call new 'HashMap'(callee=name 'HashMap')"),
    ("new a.B(1);", "call new 'B'(callee=member 'B'(object=name 'a'), argument=number '1')"),
    (
        "new Foo() { void run() {} };",
        "call new 'Foo'(callee=name 'Foo', argument=class(body=block(function 'run'(type=type 'void', body=block))))",
    ),
    (
        'new HashMap<>() {{ put("a", "b"); }};',
        "call new 'HashMap'(callee=name 'HashMap', argument=class(body=block(block(call 'put'(callee=name 'put', argument=string 'a', argument=string 'b')))))",
    ),
    ('Map.of("a", b);', "call 'of'(callee=member 'of'(object=name 'Map'), argument=string 'a', argument=name 'b')"),
    (
        "int[] l = {1, 2};",
        "assign = 'l'(type=type 'int[]', target=name 'l', value=list(item=number '1', item=number '2'))",
    ),
    ("Object o = new int[] {1};", "assign = 'o'(type=type 'Object', target=name 'o', value=list(item=number '1'))"),
    (
        "Object o = new int[3];",
        "assign = 'o'(type=type 'Object', target=name 'o', value=call new(callee=type 'int', argument=number '3'))",
    ),
    (
        "s = \"a\\n\\u00e9\" + 'c';",
        "assign = 's'(target=name 's', value=binary +(left=string 'a\\né', right=string 'c'))",
    ),
    ('s = """\n    {"a":\n      "b"}\n    """;', "assign = 's'(target=name 's', value=string '{\"a\":\\n  \"b\"}\\n')"),
    (
        "x = !a && b || c != null;",
        "assign = 'x'(target=name 'x', value=binary or(left=binary and(left=unary not(operand=name 'a'), right=name 'b'), right=binary !=(left=name 'c', right=constant 'null')))",
    ),
    (
        "x = a ? 1 : 2;",
        "assign = 'x'(target=name 'x', value=if ?(condition=name 'a', then=number '1', otherwise=number '2'))",
    ),
    (
        "if (x instanceof Foo f) { f(); } else if (b) g(); else h();",
        "if(condition=binary instanceof(left=name 'x', right=name 'Foo'), then=block(call 'f'(callee=name 'f')), otherwise=if(condition=name 'b', then=call 'g'(callee=name 'g'), otherwise=call 'h'(callee=name 'h')))",
    ),
    (
        "if (x instanceof a.B) { }",
        "if(condition=binary instanceof(left=name 'x', right=member 'B'(object=name 'a')), then=block)",
    ),
    (
        "for (int i = 0; i < 3; i++) { continue; }",
        "loop for(head=assign = 'i'(type=type 'int', target=name 'i', value=number '0'), head=binary <(left=name 'i', right=number '3'), head=unary ++(operand=name 'i'), body=block(jump continue))",
    ),
    ("for (var e : items) break;", "loop each(type=type 'var', head=name 'e', head=name 'items', body=jump break)"),
    ("while (true) { }", "loop while(head=constant 'true', body=block)"),
    ("do { f(); } while (a);", "loop do(body=block(call 'f'(callee=name 'f')), head=name 'a')"),
    (
        "try (var s = open(); t) { f(); } catch (IOException | a.B e) { throw new X(e); } finally { g(); }",
        "try(assign = 's'(type=type 'var', target=name 's', value=call 'open'(callee=name 'open')), name 't', body=block(call 'f'(callee=name 'f')), catch=catch 'e'(type=name 'IOException', type=member 'B'(object=name 'a'), body=block(throw(value=call new 'X'(callee=name 'X', argument=name 'e')))), final=block(call 'g'(callee=name 'g')))",
    ),
    (
        'switch (s) { case "a": case "b": f(); break; default: g(); }',
        "switch(subject=name 's', case=case(label=string 'a', label=string 'b', body=block(call 'f'(callee=name 'f'), jump break)), case=case(body=block(call 'g'(callee=name 'g'))))",
    ),
    (
        'switch (s) { case "a": default: g(); case "z": }',
        "switch(subject=name 's', case=case(label=string 'a', body=block(call 'g'(callee=name 'g'))), case=case(body=block(call 'g'(callee=name 'g'))), case=case(label=string 'z'))",
    ),
    (
        "x = switch (s) { case A, B -> 1; case C c when c.ok() -> { yield 2; } case null, default -> throw e; };",
        "assign = 'x'(target=name 'x', value=switch(subject=name 's', case=case(label=name 'A', label=name 'B', body=block(number '1')), case=case(label=name 'C', call 'ok'(callee=member 'ok'(object=name 'c')), body=block(block(number '2'))), case=case(label=constant 'null', body=block(throw(value=name 'e'))), case=case(body=block(throw(value=name 'e')))))",
    ),
    (
        "list.map(x -> f(x)).map((a, b) -> { return a; }).map((String c) -> c).map(this::f).map(T::new);",
        "call 'map'(callee=member 'map'(object=call 'map'(callee=member 'map'(object=call 'map'(callee=member 'map'(object=call 'map'(callee=member 'map'(object=call 'map'(callee=member 'map'(object=name 'list'), argument=function(parameter=parameter 'x', body=call 'f'(callee=name 'f', argument=name 'x')))), argument=function(parameter=parameter 'a', parameter=parameter 'b', body=block(return(value=name 'a'))))), argument=function(parameter=parameter 'c'(type=type 'String'), body=name 'c'))), argument=member 'f'(object=name 'this'))), argument=member 'new'(object=name 'T'))",
    ),
    ("return;", "return"),
    ("return a;", "return(value=name 'a')"),
    ("Foo.class.getName();", "call 'getName'(callee=member 'getName'(object=member 'class'(object=name 'Foo')))"),
    ("synchronized (a) { f(); }", "other(name 'a', block(call 'f'(callee=name 'f')))"),
    ("// no\nf(); /* no */", "call 'f'(callee=name 'f')"),
    ("l: for (;;) { break l; }", "other(name 'l', loop for(body=block(jump break)))"),
    ("this.<T>f(true);", "call 'f'(callee=member 'f'(object=name 'this'), argument=constant 'true')"),
]

FILES: Final = [
    (
        "package a.b; import java.util.Map; import static a.B.*; import static a.B.c;",
        "import 'java.util.Map'(item=name 'Map'), import 'a.B', import 'a.B.c'(item=name 'c')",
    ),
    (
        '@Service("x") class A<T> extends B<T> implements C, d.E { @JsonProperty("amount") private final double amount; static final String X = "a", Y; }',
        "class 'A'(annotation=annotation 'Service'(value=call 'Service'(callee=name 'Service', argument=string 'x')), base=name 'B', base=name 'C', base=member 'E'(object=name 'd'), body=block(assign = 'amount'(annotation=annotation 'JsonProperty'(value=call 'JsonProperty'(callee=name 'JsonProperty', argument=string 'amount')), type=type 'double', target=name 'amount'), other(assign = 'X'(type=type 'String', target=name 'X', value=string 'a'), assign = 'Y'(type=type 'String', target=name 'Y'))))",
    ),
    (
        'class A { A(@Value("${x}") String a, int... b) { super(a); } static { f(); } { g(); } }',
        "class 'A'(body=block(function 'A'(parameter=parameter 'a'(annotation=annotation 'Value'(value=call 'Value'(callee=name 'Value', argument=string '${x}')), type=type 'String'), parameter=parameter ... 'b'(type=type 'int'), body=block(call 'super'(callee=name 'super', argument=name 'a'))), block(call 'f'(callee=name 'f')), block(call 'g'(callee=name 'g'))))",
    ),
    (
        'class A { @PostMapping(path = "/x", consumes = {"a"}) public Map<String, Object> f(final String s) throws E { } }',
        "class 'A'(body=block(function 'f'(annotation=annotation 'PostMapping'(value=call 'PostMapping'(callee=name 'PostMapping', argument=pair 'path'(key=name 'path', value=string '/x'), argument=pair 'consumes'(key=name 'consumes', value=list(item=string 'a')))), type=type 'Map<String,Object>', parameter=parameter 's'(type=type 'String'), body=block)))",
    ),
    (
        "record P(@NotNull String id, double amount) implements E { P { check(id); } }",
        "class 'P'(parameter=parameter 'id'(annotation=annotation 'NotNull'(value=name 'NotNull'), type=type 'String'), parameter=parameter 'amount'(type=type 'double'), base=name 'E', body=block(function 'P'(body=block(call 'check'(callee=name 'check', argument=name 'id')))))",
    ),
    (
        'enum S { A("a"), B { void f() {} }, C; S(String x) {} }',
        "class 'S'(body=block(assign = 'A'(target=name 'A', value=string 'a'), assign = 'B'(target=name 'B', block(function 'f'(type=type 'void', body=block))), assign = 'C'(target=name 'C'), function 'S'(parameter=parameter 'x'(type=type 'String'), body=block)))",
    ),
    (
        "interface I extends J { int X = 1; void f(); }",
        "class 'I'(base=name 'J', body=block(assign = 'X'(type=type 'int', target=name 'X', value=number '1'), function 'f'(type=type 'void')))",
    ),
    ('@interface Ann { String value() default "x"; }', "class 'Ann'(body=block(function 'value'(type=type 'String')))"),
]

NESTED: Final = [
    ("x = (", ")"),
    ("f(", ")"),
    ("if(a) {", "}"),
    ("switch(a) { case 1: ", "}"),
    ("x = switch(a) { case 1 -> ", "}"),
    ("for(;;) {", "}"),
    ("f(()->{", "})"),
    ("new A() { void f() {", "}}"),
    ("int[] a = {", "}"),
    ("int x = ", ""),
    ("try { ", "}"),
    ("class B { void g() {", "}}"),
]


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_a_statement_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert body_of("java", AROUND.replace("BODY", code)) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_declaration_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("java", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 400):
        code = AROUND.replace("BODY", opening * depth + closing * depth)
        assert list(parse("sample.java", code.encode()).root.walk())


@given(st.text())
def test_any_text_is_read(code: str) -> None:
    assert list(parse("sample.java", code.encode()).root.walk())


@given(st.integers(0, 2**32))
def test_broken_code_is_read(seed: int) -> None:
    assert list(parse("sample.java", mutated(sample_code("java"), seed)).root.walk())

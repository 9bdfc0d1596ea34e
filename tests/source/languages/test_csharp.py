"""What the adapter of C# makes of code."""

# ruff: noqa: E501  # each row is a piece of code and its whole tree

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import body_of, mutated, sample_code, whole

AROUND: Final = """class T { async Task sample() {
BODY
} }
"""

STATEMENTS: Final = [
    (
        "var r = await http.SendAsync(req, ct).ConfigureAwait(false);",
        "assign = 'r'(type=type 'var', target=name 'r', value=unary await(operand=call 'ConfigureAwait'(callee=member 'ConfigureAwait'(object=call 'SendAsync'(callee=member 'SendAsync'(object=name 'http'), argument=name 'req', argument=name 'ct')), argument=constant 'false')))",
    ),
    ("this.F(x);", "call 'F'(callee=member 'F'(object=name 'this'), argument=name 'x')"),
    ("base.G();", "call 'G'(callee=member 'G'(object=name 'base'))"),
    ("var l = this;", "assign = 'l'(type=type 'var', target=name 'l', value=name 'this')"),
    (
        'Foo(name: "x", out var o, ref y);',
        "call 'Foo'(callee=name 'Foo', argument=pair 'name'(key=name 'name', value=string 'x'), argument=assign = 'o'(type=type 'var', target=name 'o'), argument=name 'y')",
    ),
    ("Foo<int>(1);", "call 'Foo'(callee=name 'Foo', argument=number '1')"),
    (
        "a.b.C<int>(x => x.Y);",
        "call 'C'(callee=member 'C'(object=member 'b'(object=name 'a')), argument=function(parameter=parameter 'x', body=member 'Y'(object=name 'x')))",
    ),
    (
        "int a = 1, b;",
        "other(assign = 'a'(type=type 'int', target=name 'a', value=number '1'), assign = 'b'(type=type 'int', target=name 'b'))",
    ),
    (
        "var (a, b) = f();",
        "assign =(type=type 'var', target=name 'a', target=name 'b', value=call 'f'(callee=name 'f'))",
    ),
    (
        "(int a, var b) = g();",
        "assign =(target=assign = 'a'(type=type 'int', target=name 'a'), target=assign = 'b'(type=type 'var', target=name 'b'), value=call 'g'(callee=name 'g'))",
    ),
    ("x += 10.5m;", "assign += 'x'(target=name 'x', value=number '10.5m')"),
    (
        "x.y[0] = 1.0f;",
        "assign =(target=index(object=member 'y'(object=name 'x'), index=number '0'), value=number '1.0f')",
    ),
    ("i++;", "unary ++(operand=name 'i')"),
    ("a ??= b;", "assign ??= 'a'(target=name 'a', value=name 'b')"),
    ("a?.B();", "call 'B'(callee=member 'B'(object=name 'a'))"),
    ("a?.b.C(1);", "call 'C'(callee=member 'C'(object=member 'b'(object=name 'a')), argument=number '1')"),
    (
        "var x = a?[1];",
        "assign = 'x'(type=type 'var', target=name 'x', value=index(object=name 'a', index=number '1'))",
    ),
    ("a!.B();", "call 'B'(callee=member 'B'(object=name 'a'))"),
    (
        'var r = new HttpRequestMessage(HttpMethod.Post, $"{b}/v1/{id:N}\\n") { Content = x, Headers = { { "K", "v" }, ["A"] = "b" } };',
        "assign = 'r'(type=type 'var', target=name 'r', value=call new 'HttpRequestMessage'(callee=name 'HttpRequestMessage', argument=member 'Post'(object=name 'HttpMethod'), argument=string '{}/v1/{}\\n'(part=name 'b', part=name 'id'), argument=object(member=pair 'Content'(key=name 'Content', value=name 'x'), member=pair 'Headers'(key=name 'Headers', value=object(member=pair 'K'(key=string 'K', value=string 'v'), member=pair 'A'(key=string 'A', value=string 'b'))))))",
    ),
    (
        "Foo f = new(a) { X = 1 };",
        "assign = 'f'(type=type 'Foo', target=name 'f', value=call new 'Foo'(callee=name 'Foo', argument=name 'a', argument=object(member=pair 'X'(key=name 'X', value=number '1'))))",
    ),
    (
        "var l = new List<int> { 1, 2 };",
        "assign = 'l'(type=type 'var', target=name 'l', value=call new 'List'(callee=name 'List', argument=list(item=number '1', item=number '2')))",
    ),
    (
        "var o = new { amount = a, id, b.c };",
        "assign = 'o'(type=type 'var', target=name 'o', value=object(member=pair 'amount'(key=name 'amount', value=name 'a'), member=pair 'id'(value=name 'id'), member=pair 'c'(value=member 'c'(object=name 'b'))))",
    ),
    (
        'var m = new Dictionary<string, a.B>(c) { ["a"] = "b" };',
        "assign = 'm'(type=type 'var', target=name 'm', value=call new 'Dictionary'(callee=name 'Dictionary', argument=name 'c', argument=object(member=pair 'a'(key=string 'a', value=string 'b'))))",
    ),
    ("var a = new[] { 1 };", "assign = 'a'(type=type 'var', target=name 'a', value=list(item=number '1'))"),
    ("int[] a = new int[3];", "assign = 'a'(type=type 'int[]', target=name 'a', value=call new(callee=type 'int[3]'))"),
    ("int[] a = { 1 };", "assign = 'a'(type=type 'int[]', target=name 'a', value=list(item=number '1'))"),
    (
        "int[] c = [1, ..r];",
        "assign = 'c'(type=type 'int[]', target=name 'c', value=list(item=number '1', item=unary ...(operand=name 'r')))",
    ),
    (
        'var s = "a\\n" + @"b\\n""q" + \'c\';',
        "assign = 's'(type=type 'var', target=name 's', value=binary +(left=binary +(left=string 'a\\n', right=string 'b\\\\n\"q'), right=string 'c'))",
    ),
    (
        'var s = $@"a\\{x}""{{b}}";',
        "assign = 's'(type=type 'var', target=name 's', value=string 'a\\\\{}\"{b}'(part=name 'x'))",
    ),
    ('var s = """raw "x" """;', "assign = 's'(type=type 'var', target=name 's', value=string 'raw \"x\" ')"),
    ('var s = """\n    a\n      b\n    """;', "assign = 's'(type=type 'var', target=name 's', value=string 'a\\n  b')"),
    (
        'var s = $$"""a {{x}} {y}""";',
        "assign = 's'(type=type 'var', target=name 's', value=string 'a {} {y}'(part=name 'x'))",
    ),
    ('var s = $"{this}"u8;', "assign = 's'(type=type 'var', target=name 's', value=string '{}'(part=name 'this'))"),
    (
        "x = !a && b || c != null;",
        "assign = 'x'(target=name 'x', value=binary or(left=binary and(left=unary not(operand=name 'a'), right=name 'b'), right=binary !=(left=name 'c', right=constant 'null')))",
    ),
    (
        "x = a ? 1 : -2;",
        "assign = 'x'(target=name 'x', value=if ?(condition=name 'a', then=number '1', otherwise=unary -(operand=number '2')))",
    ),
    ("x = (double) y;", "assign = 'x'(target=name 'x', value=cast(type=type 'double', value=name 'y'))"),
    ("x = y as string;", "assign = 'x'(target=name 'x', value=cast(value=name 'y', type=type 'string'))"),
    ("x = a ?? b;", "assign = 'x'(target=name 'x', value=binary ??(left=name 'a', right=name 'b'))"),
    (
        "x = b is S.A or > 5 and not null;",
        "assign = 'x'(target=name 'x', value=binary or(left=binary ==(left=name 'b', right=member 'A'(object=name 'S')), right=binary and(left=binary >(left=name 'b', right=number '5'), right=unary not(operand=binary ==(left=name 'b', right=constant 'null')))))",
    ),
    ("x = y is Foo f;", "assign = 'x'(target=name 'x', value=binary instanceof(left=name 'y', right=name 'Foo'))"),
    (
        "x = y is { Length: 0 };",
        "assign = 'x'(target=name 'x', value=binary instanceof(left=name 'y', right=other(other(name 'Length', number '0'))))",
    ),
    ("x = y is (null);", "assign = 'x'(target=name 'x', value=binary ==(left=name 'y', right=constant 'null'))"),
    ("x = y is Foo;", "assign = 'x'(target=name 'x', value=binary ==(left=name 'y', right=name 'Foo'))"),
    (
        "if (a) f(); else if (b) g(); else { h(); }",
        "if(condition=name 'a', then=call 'f'(callee=name 'f'), otherwise=if(condition=name 'b', then=call 'g'(callee=name 'g'), otherwise=block(call 'h'(callee=name 'h'))))",
    ),
    (
        "for (int i = 0; i < 3; i++) { continue; }",
        "loop for(head=assign = 'i'(type=type 'int', target=name 'i', value=number '0'), head=binary <(left=name 'i', right=number '3'), head=unary ++(operand=name 'i'), body=block(jump continue))",
    ),
    (
        "foreach (var (k, v) in m) break;",
        "loop each(type=type 'var', head=name 'k', head=name 'v', head=name 'm', body=jump break)",
    ),
    ("await foreach (var x in y) { }", "loop each(type=type 'var', head=name 'x', head=name 'y', body=block)"),
    ("while (true) { }", "loop while(head=constant 'true', body=block)"),
    ("do { } while (a);", "loop do(body=block, head=name 'a')"),
    (
        "using (var s = Open()) { }",
        "other(assign = 's'(type=type 'var', target=name 's', value=call 'Open'(callee=name 'Open')), block)",
    ),
    ("using var s = Open();", "assign = 's'(type=type 'var', target=name 's', value=call 'Open'(callee=name 'Open'))"),
    (
        "try { f(); } catch (A.B e) when (e.X) { throw; } catch { } finally { g(); }",
        "try(body=block(call 'f'(callee=name 'f')), catch=catch 'e'(type=member 'B'(object=name 'A'), member 'X'(object=name 'e'), body=block(throw)), catch=catch(body=block), final=block(call 'g'(callee=name 'g')))",
    ),
    (
        'switch (s) { case "a": case "b": f(); break; case Foo x when x.Y: break; default: g(); break; }',
        "switch(subject=name 's', case=case(label=string 'a', label=string 'b', body=block(call 'f'(callee=name 'f'), jump break)), case=case(label=name 'Foo', member 'Y'(object=name 'x'), body=block(jump break)), case=case(body=block(call 'g'(callee=name 'g'), jump break)))",
    ),
    (
        'switch (s) { case "a": default: g(); break; case "z": break; }',
        "switch(subject=name 's', case=case(label=string 'a', body=block(call 'g'(callee=name 'g'), jump break)), case=case(body=block(call 'g'(callee=name 'g'), jump break)), case=case(label=string 'z', body=block(jump break)))",
    ),
    (
        'x = s switch { "a" or "b" => 1, >= 500 => this, Foo { X: 1 } => 3, { X: 2 } => 4, var q when q.Z => 5, _ => throw new X() };',
        "assign = 'x'(target=name 'x', value=switch(subject=name 's', case=case(label=string 'a', label=string 'b', body=number '1'), case=case(label=unary >=(operand=number '500'), body=name 'this'), case=case(label=name 'Foo', body=number '3'), case=case(label=other(other(name 'X', number '2')), body=number '4'), case=case(member 'Z'(object=name 'q'), body=number '5'), case=case(body=throw(value=call new 'X'(callee=name 'X')))))",
    ),
    (
        "F((a, b) => { return a; }, async () => await x, delegate (int a) { });",
        "call 'F'(callee=name 'F', argument=function(parameter=parameter 'a', parameter=parameter 'b', body=block(return(value=name 'a'))), argument=function async(body=unary await(operand=name 'x')), argument=function(parameter=parameter 'a'(type=type 'int'), body=block))",
    ),
    (
        "int Local(int x) => x;",
        "function 'Local'(type=type 'int', parameter=parameter 'x'(type=type 'int'), body=name 'x')",
    ),
    ("return;", "return"),
    ("return a;", "return(value=name 'a')"),
    ('throw new X($"x {y:F2}");', "throw(value=call new 'X'(callee=name 'X', argument=string 'x {}'(part=name 'y')))"),
    (
        'var t = (1, "x");',
        "assign = 't'(type=type 'var', target=name 't', value=list(item=number '1', item=string 'x'))",
    ),
    ("var t = typeof(X);", "assign = 't'(type=type 'var', target=name 't', value=name 'X')"),
    ("decimal.Parse(s);", "call 'Parse'(callee=member 'Parse'(object=name 'decimal'), argument=name 's')"),
    ("goto end;", "jump goto"),
    ("x = default;", "assign = 'x'(target=name 'x', value=constant 'null')"),
    (
        "var p = r with { A = 1 };",
        "assign = 'p'(type=type 'var', target=name 'p', value=other(name 'r', pair 'A'(key=name 'A', value=number '1')))",
    ),
    ("// no\nf(); /* no */", "call 'f'(callee=name 'f')"),
]

FILES: Final = [
    (
        "using System.Net.Http;\nusing static System.Math;\nusing J = System.Text.Json;\nnamespace A.B;\nclass C { }\n",
        "import 'System.Net.Http', import 'System.Math', import 'System.Text.Json'(item=name 'J'), class 'C'(body=block)",
    ),
    ("namespace A { class C { } }\n", "block(class 'C'(body=block))"),
    (
        'var a = 1;\napp.MapPost("/x", (string s) => s);\n',
        "assign = 'a'(type=type 'var', target=name 'a', value=number '1'), call 'MapPost'(callee=member 'MapPost'(object=name 'app'), argument=string '/x', argument=function(parameter=parameter 's'(type=type 'string'), body=name 's'))",
    ),
    (
        '[ApiController, Route("x", Order = 1)] public class A<T>(HttpClient http) : B(http), IC<T>, D.E { private const string X = "a", Y; static int[] z; }',
        "class 'A'(annotation=annotation 'ApiController'(value=name 'ApiController'), annotation=annotation 'Route'(value=call 'Route'(callee=name 'Route', argument=string 'x', argument=pair 'Order'(key=name 'Order', value=number '1'))), parameter=parameter 'http'(type=type 'HttpClient'), base=name 'B', name 'http', base=name 'IC', base=member 'E'(object=name 'D'), body=block(other(assign = 'X'(type=type 'string', target=name 'X', value=string 'a'), assign = 'Y'(type=type 'string', target=name 'Y')), assign = 'z'(type=type 'int[]', target=name 'z')))",
    ),
    (
        'class A { [JsonPropertyName("amount")] public double Amount { get; init; } = 1.5; public decimal P => this.x; int Q { get => 1; set { y = value; } } }',
        "class 'A'(body=block(assign = 'Amount'(annotation=annotation 'JsonPropertyName'(value=call 'JsonPropertyName'(callee=name 'JsonPropertyName', argument=string 'amount')), type=type 'double', target=name 'Amount', value=number '1.5'), assign = 'P'(type=type 'decimal', target=name 'P', value=member 'x'(object=name 'this')), assign = 'Q'(type=type 'int', target=name 'Q', function 'get'(body=number '1'), function 'set'(body=block(assign = 'y'(target=name 'y', value=name 'value'))))))",
    ),
    (
        'class A { public A(string a, params int[] b) : base(a) { } [HttpPost("/x")] public async Task<int> F([FromBody] string s, double? d = null) => 1; }',
        "class 'A'(body=block(function 'A'(parameter=parameter 'a'(type=type 'string'), parameter=parameter ... 'b'(type=type 'int[]'), call 'base'(callee=name 'base', argument=name 'a'), body=block), function async 'F'(annotation=annotation 'HttpPost'(value=call 'HttpPost'(callee=name 'HttpPost', argument=string '/x')), type=type 'Task<int>', parameter=parameter 's'(annotation=annotation 'FromBody'(value=name 'FromBody'), type=type 'string'), parameter=parameter 'd'(type=type 'double?', default=constant 'null'), body=number '1')))",
    ),
    (
        'public record R([property: J("a")] string Id, double Amount = 1m) : E(Id);',
        "class 'R'(parameter=parameter 'Id'(annotation=annotation 'J'(value=call 'J'(callee=name 'J', argument=string 'a')), type=type 'string'), parameter=parameter 'Amount'(type=type 'double', default=number '1m'), base=name 'E', name 'Id')",
    ),
    (
        "enum E { A = 1, B }",
        "class 'E'(body=block(assign = 'A'(target=name 'A', value=number '1'), assign = 'B'(target=name 'B')))",
    ),
    ("interface I { Task<int> F(); }", "class 'I'(body=block(function 'F'(type=type 'Task<int>')))"),
    (
        "class A { delegate void D(int a); event Action E; public static A operator +(A a, A b) => a; }",
        "class 'A'(body=block(assign = 'E'(type=type 'Action', target=name 'E'), function(type=type 'A', parameter=parameter 'a'(type=type 'A'), parameter=parameter 'b'(type=type 'A'), body=name 'a')))",
    ),
    (
        "#region x\nclass A {\n#if DEBUG\n  int x;\n#endif\n}\n#endregion\n",
        "class 'A'(body=block(other(name 'DEBUG', assign = 'x'(type=type 'int', target=name 'x'))))",
    ),
]

NESTED: Final = [
    ("x = (", ")"),
    ("f(", ")"),
    ("if(a) {", "}"),
    ("switch(a) { case 1: ", "}"),
    ("x = a switch { 1 => ", "}"),
    ("for(;;) {", "}"),
    ("f(()=>{", "})"),
    ("new A { B = ", "}"),
    ("int[] a = {", "}"),
    ("int x = ", ""),
    ("try { ", "}"),
    ("var x = () => {", "};"),
]


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_a_statement_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert body_of("cs", AROUND.replace("BODY", code)) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_declaration_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("cs", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 400):
        code = AROUND.replace("BODY", opening * depth + closing * depth)
        assert list(parse("sample.cs", code.encode()).root.walk())


@given(st.text())
def test_any_text_is_read(code: str) -> None:
    assert list(parse("sample.cs", code.encode()).root.walk())


@given(st.integers(0, 2**32))
def test_broken_code_is_read(seed: int) -> None:
    assert list(parse("sample.cs", mutated(sample_code("csharp"), seed)).root.walk())

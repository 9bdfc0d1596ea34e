"""What the adapter of Kotlin makes of code."""

# ruff: noqa: E501  # each row is a piece of code and its whole tree

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.source.files import parse
from support.neutral import body_of, mutated, sample_code, whole

AROUND: Final = """fun sample() {
BODY
}
"""

STATEMENTS: Final = [
    (
        'client.post("/v1") { header("K", v) }',
        "call 'post'(callee=member 'post'(object=name 'client'), argument=string '/v1', argument=function(body=block(call 'header'(callee=name 'header', argument=string 'K', argument=name 'v'))))",
    ),
    ("foo { it.x }", "call 'foo'(callee=name 'foo', argument=function(body=block(member 'x'(object=name 'it'))))"),
    (
        "with(x) { f() }",
        "call 'with'(callee=name 'with', argument=name 'x', argument=function(body=block(call 'f'(callee=name 'f'))))",
    ),
    (
        'a.b<T>("x") { g() }',
        "call 'b'(callee=member 'b'(object=name 'a'), argument=string 'x', argument=function(body=block(call 'g'(callee=name 'g'))))",
    ),
    (
        'val l = listOf<String>("a")',
        "assign = 'l'(target=name 'l', value=call 'listOf'(callee=name 'listOf', argument=string 'a'))",
    ),
    ("a?.b!!.c", "member 'c'(object=member 'b'(object=name 'a'))"),
    (
        'foo(name = "x", *rest)',
        "call 'foo'(callee=name 'foo', argument=pair 'name'(key=name 'name', value=string 'x'), argument=unary ...(operand=name 'rest'))",
    ),
    (
        'val m = mapOf("a" to b, "c" to 1.5)',
        "assign = 'm'(target=name 'm', value=call 'mapOf'(callee=name 'mapOf', argument=pair 'a'(key=string 'a', value=name 'b'), argument=pair 'c'(key=string 'c', value=number '1.5')))",
    ),
    ("val x: Double = 1.0", "assign = 'x'(target=name 'x', type=type 'Double', value=number '1.0')"),
    ("var a = 1_000L", "assign = 'a'(target=name 'a', value=number '1_000L')"),
    ("val (a, b) = p", "assign =(target=name 'a', target=name 'b', value=name 'p')"),
    ("x.y = z", "assign =(target=member 'y'(object=name 'x'), value=name 'z')"),
    ("x += 1.5f", "assign += 'x'(target=name 'x', value=number '1.5f')"),
    ("i++", "unary ++(operand=name 'i')"),
    ("arr[0] = true", "assign =(target=index(object=name 'arr', index=number '0'), value=constant 'true')"),
    ("x as Double", "cast(value=name 'x', type=type 'Double')"),
    ("x as? a.B", "cast(value=name 'x', type=type 'a.B')"),
    ("x.toDouble()", "call 'toDouble'(callee=member 'toDouble'(object=name 'x'))"),
    (
        'val s = "a\\n\\$x $y/${z.a}"',
        "assign = 's'(target=name 's', value=string 'a\\n$x {}/{}'(part=name 'y', part=member 'a'(object=name 'z')))",
    ),
    ('val s = "\\u0041"', "assign = 's'(target=name 's', value=string 'A')"),
    ('val s = """a\n$b \\n"""', "assign = 's'(target=name 's', value=string 'a\\n{} \\\\n'(part=name 'b'))"),
    ('val s = """\n    a\n      b\n"""', "assign = 's'(target=name 's', value=string 'a\\n  b\\n')"),
    ("val c = 'c'", "assign = 'c'(target=name 'c', value=string 'c')"),
    (
        "x = !a && b || c != null",
        "assign = 'x'(target=name 'x', value=binary or(left=binary and(left=unary not(operand=name 'a'), right=name 'b'), right=binary !=(left=name 'c', right=constant 'null')))",
    ),
    (
        "val y = x ?: return null",
        "assign = 'y'(target=name 'y', value=binary ??(left=name 'x', right=return(value=constant 'null')))",
    ),
    (
        "for (i in 0 until 5) { continue }",
        "loop each(head=name 'i', head=binary until(left=number '0', right=number '5'), body=block(jump continue))",
    ),
    (
        "for ((k, v) in m) f(k)",
        "loop each(head=name 'k', head=name 'v', head=name 'm', body=call 'f'(callee=name 'f', argument=name 'k'))",
    ),
    ("while (true) break", "loop while(head=constant 'true', body=jump break)"),
    ("do { f() } while (a)", "loop do(body=block(call 'f'(callee=name 'f')), head=name 'a')"),
    ("l@ for (x in y) { break@l }", "loop each(head=name 'x', head=name 'y', body=block(jump break))"),
    (
        'when (s) {\n "a", "b" -> f()\n is a.Foo -> g()\n in 1..5 -> h()\n else -> throw X("y")\n}',
        "switch(subject=name 's', case=case(label=string 'a', label=string 'b', body=call 'f'(callee=name 'f')), case=case(label=member 'Foo'(object=name 'a'), body=call 'g'(callee=name 'g')), case=case(label=binary ..(left=number '1', right=number '5'), body=call 'h'(callee=name 'h')), case=case(body=throw(value=call 'X'(callee=name 'X', argument=string 'y'))))",
    ),
    (
        "when {\n x > 1 -> a()\n else -> b()\n}",
        "switch(case=case(label=binary >(left=name 'x', right=number '1'), body=call 'a'(callee=name 'a')), case=case(body=call 'b'(callee=name 'b')))",
    ),
    (
        "when (val st = f()) {\n E.A -> {}\n}",
        "switch(name 'st', subject=call 'f'(callee=name 'f'), case=case(label=member 'A'(object=name 'E'), body=block))",
    ),
    (
        "try { a() } catch (e: a.B) { b() } finally { c() }",
        "try(body=block(call 'a'(callee=name 'a')), catch=catch 'e'(type=member 'B'(object=name 'a'), body=block(call 'b'(callee=name 'b'))), final=block(call 'c'(callee=name 'c')))",
    ),
    (
        "if (a) b() else if (c) { d() } else e()",
        "if(condition=name 'a', then=call 'b'(callee=name 'b'), otherwise=if(condition=name 'c', then=block(call 'd'(callee=name 'd')), otherwise=call 'e'(callee=name 'e')))",
    ),
    (
        "val u = if (a) 1 else 2",
        "assign = 'u'(target=name 'u', value=if ?(condition=name 'a', then=number '1', otherwise=number '2'))",
    ),
    (
        "items.forEach { (k, v) -> f(v) }",
        "call 'forEach'(callee=member 'forEach'(object=name 'items'), argument=function(parameter=parameter 'k', parameter=parameter 'v', body=block(call 'f'(callee=name 'f', argument=name 'v'))))",
    ),
    (
        "items.forEach { return@forEach }",
        "call 'forEach'(callee=member 'forEach'(object=name 'items'), argument=function(body=block(return)))",
    ),
    (
        "val f = fun(x: Int): Int { return x }",
        "assign = 'f'(target=name 'f', value=function(parameter=parameter 'x'(type=type 'Int'), type=type 'Int', body=block(return(value=name 'x'))))",
    ),
    (
        "val f = { x: Int -> x }",
        "assign = 'f'(target=name 'f', value=function(parameter=parameter 'x'(type=type 'Int'), body=block(name 'x')))",
    ),
    (
        "val o = object : Foo(1) { fun x() {} }",
        "assign = 'o'(target=name 'o', value=class(base=name 'Foo', number '1', body=block(function 'x'(body=block))))",
    ),
    ("val f = ::foo", "assign = 'f'(target=name 'f', value=name 'foo')"),
    ("Foo::class", "member 'class'(object=name 'Foo')"),
    (
        "if (a is String && b !in c) return",
        "if(condition=binary and(left=binary instanceof(left=name 'a', right=name 'String'), right=binary in(left=name 'b', right=name 'c')), then=return)",
    ),
    ("val r = a shl 2", "assign = 'r'(target=name 'r', value=binary shl(left=name 'a', right=number '2'))"),
    ("return x", "return(value=name 'x')"),
    ("throw X()", "throw(value=call 'X'(callee=name 'X'))"),
    ("super.f(this)", "call 'f'(callee=member 'f'(object=name 'super'), argument=name 'this')"),
    ("// no\nf() /* no */", "call 'f'(callee=name 'f')"),
]

FILES: Final = [
    (
        "package a.b\n\nimport a.b.*\nimport a.B as D\nimport a.C\n",
        "import 'a.b', import 'a.B'(item=name 'D'), import 'a.C'(item=name 'C')",
    ),
    (
        'const val X = "a"\nval y by lazy { "x" }\n',
        "assign = 'X'(target=name 'X', value=string 'a'), assign = 'y'(target=name 'y', value=call 'lazy'(callee=name 'lazy', argument=function(body=block(string 'x'))))",
    ),
    (
        'data class P(\n    val id: String,\n    @SerialName("amount") val amount: Double = 1.0,\n    @field:Json(name = "x") private var q: Int = d,\n) : Base(id), a.I\n',
        "class 'P'(parameter=parameter 'id'(type=type 'String'), parameter=parameter 'amount'(annotation=annotation 'SerialName'(value=call 'SerialName'(callee=name 'SerialName', argument=string 'amount')), type=type 'Double', default=number '1.0'), parameter=parameter 'q'(annotation=annotation 'Json'(value=call 'Json'(callee=name 'Json', argument=pair 'name'(key=name 'name', value=string 'x'))), type=type 'Int', default=name 'd'), base=name 'Base', name 'id', base=member 'I'(object=name 'a'))",
    ),
    (
        'class A @Inject constructor(val a: String) : Y by z {\n    companion object {\n        const val X = 1\n    }\n\n    init {\n        f()\n    }\n\n    constructor(a: Int) : this("x") {\n        g()\n    }\n\n    var p: Double\n        get() = 1.0\n        set(v) {\n            field = v\n        }\n}\n',
        "class 'A'(parameter=parameter 'a'(type=type 'String'), base=name 'Y', name 'z', body=block(class 'Companion'(body=block(assign = 'X'(target=name 'X', value=number '1'))), block(call 'f'(callee=name 'f')), function 'constructor'(parameter=parameter 'a'(type=type 'Int'), call 'this'(callee=name 'this', argument=string 'x'), body=block(call 'g'(callee=name 'g'))), assign = 'p'(target=name 'p', type=type 'Double', function 'get'(body=number '1.0'), function 'set'(parameter=parameter 'v', body=block(assign = 'field'(target=name 'field', value=name 'v'))))))",
    ),
    (
        "object O : I {\n    @JvmStatic\n    fun f() = 3\n}\n",
        "class 'O'(base=name 'I', body=block(function 'f'(annotation=annotation 'JvmStatic'(value=name 'JvmStatic'), body=number '3')))",
    ),
    (
        'enum class E(val x: String) {\n    A("a"),\n    B("b") {\n        fun z() {}\n    };\n\n    fun f() {}\n}\n',
        "class 'E'(parameter=parameter 'x'(type=type 'String'), body=block(assign = 'A'(target=name 'A', value=string 'a'), assign = 'B'(target=name 'B', value=string 'b', block(function 'z'(body=block))), function 'f'(body=block)))",
    ),
    (
        "interface I {\n    suspend fun f(): Int?\n    val x: String\n}\n",
        "class 'I'(body=block(function async 'f'(type=type 'Int?'), assign = 'x'(target=name 'x', type=type 'String')))",
    ),
    (
        "suspend fun Route.post(a: String, vararg b: Int, c: Int = 3): Map<String, Any> = f()\n",
        "function async 'post'(receiver=parameter 'self'(type=type 'Route'), parameter=parameter 'a'(type=type 'String'), parameter=parameter ... 'b'(type=type 'Int'), parameter=parameter 'c'(type=type 'Int', default=number '3'), type=type 'Map<String,Any>', body=call 'f'(callee=name 'f'))",
    ),
    ("typealias T = Map<String, Any>\n", "class 'T'(base=name 'Map')"),
    (
        '@file:JvmName("X")\n\nfun f(@Ann("a") x: Int) = x\n',
        "function 'f'(parameter=parameter 'x'(annotation=annotation 'Ann'(value=call 'Ann'(callee=name 'Ann', argument=string 'a')), type=type 'Int'), body=name 'x')",
    ),
]

NESTED: Final = [
    ("x = (", ")"),
    ("f(", ")"),
    ("if(a) {", "}"),
    ("when(a) { 1 -> ", "}"),
    ("while(a) {", "}"),
    ("f {", "}"),
    ("val x = f {", "}"),
    ("class A { fun f() {\n", "}}"),
    ("object : A { fun f() {\n", "}}"),
    ("fun f() {", "}"),
    ("if(a) b else ", ""),
    ('"${', '}"'),
]


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_a_statement_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert body_of("kt", AROUND.replace("BODY", code)) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_declaration_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("kt", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 400):
        code = AROUND.replace("BODY", opening * depth + closing * depth)
        assert list(parse("sample.kt", code.encode()).root.walk())


@given(st.text())
def test_any_text_is_read(code: str) -> None:
    assert list(parse("sample.kt", code.encode()).root.walk())


@given(st.integers(0, 2**32))
def test_broken_code_is_read(seed: int) -> None:
    assert list(parse("sample.kt", mutated(sample_code("kotlin"), seed)).root.walk())

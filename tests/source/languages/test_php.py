"""What the adapter of PHP makes of code."""
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
        "use A\\B;",
        "import 'A.B'(item=name 'B')",
    ),
    (
        "use A\\{B, C as D};",
        "block(import 'A.B'(item=name 'B'), import 'A.C'(item=name 'D'))",
    ),
    (
        "use function A\\b;",
        "import 'A.b'(item=name 'b')",
    ),
    (
        "require __DIR__ . '/a.php';",
        "import '/a.php'(binary +(left=name '__DIR__', right=string '/a.php'))",
    ),
    (
        "$this->client->post(\"/v1/$id/{$a->b}\\n\", ['json' => $c]);",
        "call 'post'(callee=member 'post'(object=member 'client'(object=name 'self')), argument=string '/v1/{}/{}\\n'(part=name 'id', part=member 'b'(object=name 'a')), argument=object(member=pair 'json'(key=string 'json', value=name 'c')))",
    ),
    (
        "$this?->a?->b();",
        "call 'b'(callee=member 'b'(object=member 'a'(object=name 'self')))",
    ),
    (
        "A::b(); self::$c; static::D; A\\B::class;",
        "call 'b'(callee=member 'b'(object=name 'A')), member 'c'(object=name 'self'), member 'D'(object=name 'self'), member 'class'(object=member 'B'(object=name 'A'))",
    ),
    (
        "\\A\\b(1, name: 2, ...$c);",
        "call 'b'(callee=member 'b'(object=name 'A'), argument=number '1', argument=pair 'name'(key=name 'name', value=number '2'), argument=unary ...(operand=name 'c'))",
    ),
    (
        "$f = strlen(...);",
        "assign = 'f'(target=name 'f', value=name 'strlen')",
    ),
    (
        "$f(1); ($this->g)(2); $this->$h; $this->{$i}();",
        "call 'f'(callee=name 'f', argument=number '1'), call 'g'(callee=member 'g'(object=name 'self'), argument=number '2'), index(object=name 'self', index=name 'h'), call(callee=index(object=name 'self', index=name 'i'))",
    ),
    (
        "new A\\B(1); new class extends C { };",
        "call new 'B'(callee=member 'B'(object=name 'A'), argument=number '1'), call new(callee=class(base=name 'C', body=block))",
    ),
    (
        "$a = ['b' => 1, $c => 2, ...$d];",
        "assign = 'a'(target=name 'a', value=object(member=pair 'b'(key=string 'b', value=number '1'), member=pair 'c'(key=name 'c', value=number '2'), member=unary ...(operand=name 'd')))",
    ),
    (
        "$a = [1, 2]; $b = array(); $c = array('d' => 1);",
        "assign = 'a'(target=name 'a', value=list(item=number '1', item=number '2')), assign = 'b'(target=name 'b', value=list), assign = 'c'(target=name 'c', value=object(member=pair 'd'(key=string 'd', value=number '1')))",
    ),
    (
        "[$a, $b] = $c; ['d' => $e, 'f' => $g] = $h; list($i) = $j;",
        "assign =(target=name 'a', target=name 'b', value=name 'c'), assign =(target=name 'e', target=name 'g', value=name 'h'), assign = 'i'(target=name 'i', value=name 'j')",
    ),
    (
        "$a['b'] = 1; $a[] = 2;",
        "assign =(target=index(object=name 'a', index=string 'b'), value=number '1'), assign =(target=index(object=name 'a'), value=number '2')",
    ),
    (
        "$a .= 'b' . $c;",
        "assign += 'a'(target=name 'a', value=binary +(left=string 'b', right=name 'c'))",
    ),
    (
        "$a = &$b;",
        "assign = 'a'(target=name 'a', value=name 'b')",
    ),
    (
        "'a\\'b\\n';",
        'string "a\'b\\\\n"',
    ),
    (
        "\"a{$b['c']}$d[0]\";",
        "string 'a{}{}'(part=index(object=name 'b', index=string 'c'), part=index(object=name 'd', index=number '0'))",
    ),
    (
        "(float) $a; (string) $b; (int) $c;",
        "cast(type=type 'float', value=name 'a'), cast(type=type 'string', value=name 'b'), cast(type=type 'int', value=name 'c')",
    ),
    (
        "$a === $b && $c !== $d || !$e;",
        "binary or(left=binary and(left=binary ==(left=name 'a', right=name 'b'), right=binary !=(left=name 'c', right=name 'd')), right=unary not(operand=name 'e'))",
    ),
    (
        "$a <> $b; $a xor $b; $a and $b; $a ?? $b; $a instanceof B;",
        "binary !=(left=name 'a', right=name 'b'), binary xor(left=name 'a', right=name 'b'), binary and(left=name 'a', right=name 'b'), binary ??(left=name 'a', right=name 'b'), binary instanceof(left=name 'a', right=name 'B')",
    ),
    (
        "$a ? $b : $c; $a ?: $b;",
        "if ?(condition=name 'a', then=name 'b', otherwise=name 'c'), binary or(left=name 'a', right=name 'b')",
    ),
    (
        "$a++; --$b; -$c; @d();",
        "unary ++(operand=name 'a'), unary --(operand=name 'b'), unary -(operand=name 'c'), call 'd'(callee=name 'd')",
    ),
    (
        "echo $a, 'b'; print $c; exit(1); unset($d);",
        "call 'echo'(callee=name 'echo', argument=name 'a', argument=string 'b'), call 'print'(callee=name 'print', argument=name 'c'), call 'exit'(callee=name 'exit', argument=number '1'), call 'unset'(callee=name 'unset', argument=name 'd')",
    ),
    (
        "throw new A('b');",
        "throw(value=call new 'A'(callee=name 'A', argument=string 'b'))",
    ),
    (
        "return; return $a;",
        "return, return(value=name 'a')",
    ),
    (
        "if ($a) { b(); } elseif ($c) { d(); } else { e(); }",
        "if(condition=name 'a', then=block(call 'b'(callee=name 'b')), otherwise=if(condition=name 'c', then=block(call 'd'(callee=name 'd')), otherwise=block(call 'e'(callee=name 'e'))))",
    ),
    (
        "if ($a): b(); elseif ($c): d(); else: e(); endif;",
        "if(condition=name 'a', then=block(call 'b'(callee=name 'b')), otherwise=if(condition=name 'c', then=block(call 'd'(callee=name 'd')), otherwise=block(call 'e'(callee=name 'e'))))",
    ),
    (
        "if ($a) b(); else if ($c) d();",
        "if(condition=name 'a', then=call 'b'(callee=name 'b'), otherwise=if(condition=name 'c', then=call 'd'(callee=name 'd')))",
    ),
    (
        "switch ($a) { case 'b': case 'c': d(); break; /* e */ case 'f': default: g(); }",
        "switch(subject=name 'a', case=case(label=string 'b', label=string 'c', body=block(call 'd'(callee=name 'd'), jump break)), case=case(label=string 'f'), case=case(body=block(call 'g'(callee=name 'g'))))",
    ),
    (
        "switch ($a) { case 'b': }",
        "switch(subject=name 'a', case=case(label=string 'b'))",
    ),
    (
        "match (true) { $a > 1, $b => c(), default => throw new D() };",
        "switch(subject=constant 'true', case=case(label=binary >(left=name 'a', right=number '1'), label=name 'b', body=call 'c'(callee=name 'c')), case=case(body=throw(value=call new 'D'(callee=name 'D'))))",
    ),
    (
        "try { a(); } catch (B | \\C\\D $e) { } catch (F) { } finally { g(); }",
        "try(body=block(call 'a'(callee=name 'a')), catch=catch 'e'(type=name 'B', type=member 'D'(object=name 'C'), body=block), catch=catch(type=name 'F', body=block), final=block(call 'g'(callee=name 'g')))",
    ),
    (
        "foreach ($a as $b) { continue; }",
        "loop each(head=name 'a', head=name 'b', body=block(jump continue))",
    ),
    (
        "foreach ($a as $b => &$c): d(); endforeach;",
        "loop each(head=name 'a', head=name 'b', head=name 'c', body=block(call 'd'(callee=name 'd')))",
    ),
    (
        "for ($i = 0; $i < 3; $i++) { break; }",
        "loop for(head=assign = 'i'(target=name 'i', value=number '0'), head=binary <(left=name 'i', right=number '3'), head=unary ++(operand=name 'i'), body=block(jump break))",
    ),
    (
        "while (true) { a(); }",
        "loop while(head=constant 'true', body=block(call 'a'(callee=name 'a')))",
    ),
    (
        "do { a(); } while ($b);",
        "loop do(body=block(call 'a'(callee=name 'a')), head=name 'b')",
    ),
    (
        "function a(?int $b = 1, string ...$c): ?array { return []; }",
        "function 'a'(parameter=parameter 'b'(type=type '?int', default=number '1'), parameter=parameter ... 'c'(type=type 'string'), type=type '?array', body=block(return(value=list)))",
    ),
    (
        "$a = function ($b) use ($c) { return $b; };",
        "assign = 'a'(target=name 'a', value=function(parameter=parameter 'b', body=block(return(value=name 'b'))))",
    ),
    (
        "$a = static fn (int $b): int => $b * 2;",
        "assign = 'a'(target=name 'a', value=function(parameter=parameter 'b'(type=type 'int'), type=type 'int', body=binary *(left=name 'b', right=number '2')))",
    ),
    (
        "#[A('b')] final class C extends D implements E, F { use G; const H = 'i', J = 1; private ?string $k = null; public readonly array $l; }",
        "class 'C'(annotation=annotation 'A'(value=call 'A'(callee=name 'A', argument=string 'b')), base=name 'D', base=name 'E', base=name 'F', body=block(name 'G', block(assign = 'H'(target=name 'H', value=string 'i'), assign = 'J'(target=name 'J', value=number '1')), assign = 'k'(type=type '?string', target=name 'k', value=constant 'null'), assign = 'l'(type=type 'array', target=name 'l')))",
    ),
    (
        "class A { #[B] public function __construct(private readonly C $c, #[\\D] string $d) { e(); } abstract function f(); }",
        "class 'A'(body=block(function '__construct'(annotation=annotation 'B'(value=name 'B'), parameter=parameter 'c'(type=type 'C'), parameter=parameter 'd'(annotation=annotation 'D'(value=name 'D'), type=type 'string'), body=block(assign =(target=member 'c'(object=name 'self'), value=name 'c'), call 'e'(callee=name 'e'))), function 'f'))",
    ),
    (
        "class A { public function __construct(private B $b) {} }",
        "class 'A'(body=block(function '__construct'(parameter=parameter 'b'(type=type 'B'), body=block(assign =(target=member 'b'(object=name 'self'), value=name 'b')))))",
    ),
    (
        "enum A: string { case B = 'b'; case C = 'c'; }",
        "class 'A'(body=block(assign = 'B'(target=name 'B', value=string 'b'), assign = 'C'(target=name 'C', value=string 'c')))",
    ),
    (
        "interface A { public function b(); }",
        "class 'A'(body=block(function 'b'))",
    ),
    (
        "trait A { }",
        "class 'A'(body=block)",
    ),
    (
        "namespace A { b(); }",
        "block(call 'b'(callee=name 'b'))",
    ),
    (
        "namespace A;",
        "",
    ),
    (
        "const A = 1;",
        "assign = 'A'(target=name 'A', value=number '1')",
    ),
    (
        "function a() { static $b = 1; global $c; }",
        "function 'a'(body=block(assign = 'b'(target=name 'b', value=number '1'), name 'c'))",
    ),
    (
        "true; FALSE; null; 1; 1.5; A_B;",
        "constant 'true', constant 'false', constant 'null', number '1', number '1.5', name 'A_B'",
    ),
    (
        "yield $a;",
        "name 'a'",
    ),
]

FILES: Final = [
    (
        "<p><?= $a ?></p>\n<?php b(); ?>\n<i>",
        "name 'a', call 'b'(callee=name 'b')",
    ),
    (
        "<?php\n$a = <<<X\n    b $c\n      d\n    X;\n$e = <<<'Y'\nf $g\nY;\n",
        "assign = 'a'(target=name 'a', value=string 'b {}      d'(part=name 'c')), assign = 'e'(target=name 'e', value=string 'f $g')",
    ),
    (
        "#!/usr/bin/php\n<?php declare(strict_types=1); a();",
        "call 'a'(callee=name 'a')",
    ),
]

NESTED: Final = [
    ("(", ")"),
    ("f(", ")"),
    ("['a' => ", "]"),
    ("fn () => ", ""),
    ("function () { ", "; }"),
    ("!", ""),
    ("(float) ", ""),
    ("match (1) { 1 => ", " }"),
    ("new A(", ")"),
    ("if ($a) { ", "; }"),
    ("try { ", "; } catch (A) { }"),
    ("switch ($a) { case 1: ", "; }"),
    ("if ($a) { } else", ""),
    ("", "->b()"),
    ("", " . b"),
    ("A\\", ""),
    ("", "() ?: b"),
]


@pytest.mark.parametrize(("code", "expected"), CODE)
def test_code_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("php", "<?php " + code) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_file_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("php", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 3000):
        code = "<?php " + (opening * depth + "a" + closing * depth)
        assert list(parse("sample.php", code.encode()).root.walk())


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(code: str) -> None:
    assert parse("sample.php", ("<?php " + code).encode(errors="replace")).root.children is not None


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_broken_code_is_read(seed: int) -> None:
    assert parse("sample.php", mutated(sample_code("php"), seed)).root.children is not None

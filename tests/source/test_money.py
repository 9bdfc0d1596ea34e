"""Whether an amount is exact, as far as the source tells."""

from __future__ import annotations

import pytest

from golive.source.money import carried_by
from support.sources import project

CARRIED = {
    "python float": ("a_py", "sent(float(x))", "float"),
    "python literal": ("a_py", "sent(10.5)", "float"),
    "python product": ("a_py", "sent(price * 1.19)", "float"),
    "python text of a float": ("a_py", "sent(str(round(total * 0.5, 2)))", "float"),
    "python f-string of a float": ("a_py", "def f(amount: float):\n  sent(f'{amount:.2f}')", "float"),
    "python parameter": ("a_py", "def f(amount: float):\n  sent(amount)", "float"),
    "python decimal of a float": ("a_py", "sent(Decimal(0.1))", "float"),
    "python decimal": ("a_py", "sent(str(Decimal('0.1') * 2))", "exact"),
    "python quantize": ("a_py", "sent(str(Decimal(x).quantize(c)))", "exact"),
    "python text": ("a_py", "sent('10.50')", "exact"),
    "python whole number": ("a_py", "sent(10)", "whole"),
    "python function": ("a_py", "def total():\n  return float(1)\nsent(total())", "float"),
    "python typed function": ("a_py", "def total() -> float:\n  return ask()\nsent(total())", "float"),
    "python unknown": ("a_py", "sent(x)", None),
    "python minor units": ("a_py", "def f(amount_cents: float):\n  sent(amount_cents)", None),
    "python either": ("a_py", "sent('1' if x else 1.5)", "float"),
    "javascript parseFloat": ("a_js", "sent(parseFloat(x))", "float"),
    "javascript Number": ("a_js", "sent(Number(x).toFixed(2))", "float"),
    "javascript decimal.js": ("a_js", "sent(new Decimal(x).times(2).toFixed(2))", "exact"),
    "javascript bigint": ("a_js", "sent(10n)", "exact"),
    "typescript number": ("a_ts", "function f(amount: number) { sent(amount) }", "float"),
    "typescript string": ("a_ts", "function f(amount: string) { sent(amount) }", None),
    "go float64": ("a_go", "package a\nfunc f(amount float64) { sent(amount) }", "float"),
    "go conversion": ("a_go", "package a\nfunc f(x int) { sent(float64(x)) }", "float"),
    "go decimal": ("a_go", 'package a\nfunc f() { sent(decimal.RequireFromString("1.5")) }', "exact"),
    "java parseDouble": ("a_java", "class A { void f(String x) { sent(Double.parseDouble(x)); } }", "float"),
    "java double": ("a_java", "class A { void f(double amount) { sent(amount); } }", "float"),
    "java BigDecimal": ("a_java", 'class A { void f() { sent(new BigDecimal("1.5").toPlainString()); } }', "exact"),
    "java BigDecimal of a double": ("a_java", "class A { void f() { sent(new BigDecimal(1.5)); } }", "float"),
    "java cast": ("a_java", "class A { void f(long x) { sent((double) x); } }", "float"),
    "kotlin toDouble": ("a_kt", "fun f(x: String) { sent(x.toDouble()) }", "float"),
    "ruby to_f": ("a_rb", "sent(x.to_f)", "float"),
    "ruby BigDecimal": ("a_rb", "sent(BigDecimal('1.5').to_s('F'))", "exact"),
    "php floatval": ("a_php", "<?php sent(floatval($x));", "float"),
    "php cast": ("a_php", "<?php sent((float) $x);", "float"),
    "csharp double": ("a_cs", "class A { void F(double amount) { sent(amount); } }", "float"),
    "csharp decimal": ("a_cs", "class A { void F() { sent(10.5m); } }", "exact"),
}


@pytest.mark.parametrize("case", CARRIED)
def test_what_an_expression_carries(case):
    name, source, expected = CARRIED[case]
    found = project(**{name: source})
    (call,) = found.calls("sent")
    amount = carried_by(found, call.one("argument"))
    assert (amount.carried.value if amount else None) == expected


def test_nothing_and_circles_carry_nothing():
    found = project(a_py="A = B\nB = A\nsent(A)")
    assert carried_by(found, None) is None
    assert carried_by(found, found.calls("sent")[0].one("argument")) is None

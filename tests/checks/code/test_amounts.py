"""Amounts are judged where they are sent, declared and read, and nothing else that is a number is."""

from __future__ import annotations

import pytest

from golive.finding import Level
from golive.registry import load_provider
from golive_checks.code.amounts import amounts
from support.context import make_context, of_level, run
from support.promises import PROFILES
from support.sources import judged, write

WRONG = {
    "python": ("anton/pay.py", "anton.post('/v1/payouts', {'amount': float(total)})", 1, "Decimal"),
    "python, rounded": (
        "anton/pay.py",
        "anton.post('/v1/payouts', {'amount': str(round(total * 1.1, 2))})",
        1,
        "Decimal",
    ),
    "python, read": ("anton/pay.py", "b = anton.get('/v1/balances/EUR')\nleft = float(b['available'])", 2, "Decimal"),
    "python, declared": (
        "anton/pay.py",
        "class P:\n  source_amount: float\nanton.post('/v1/payouts', p)",
        2,
        "Decimal",
    ),
    "javascript": ("anton/pay.js", "anton.post('/v1/payouts', { amount: parseFloat(total) })", 1, "decimal.js"),
    "javascript, read": ("anton/pay.js", "const b = anton.get('/v1/balances');\nNumber(b.available)", 2, "decimal.js"),
    "typescript": ("anton/pay.ts", "interface P { amount: number }\nanton.post<P>('/v1/payouts', p)", 1, "decimal.js"),
    "go": (
        "anton/pay.go",
        'package a\ntype P struct {\n Amount float64 `json:"amount"`\n}\nfunc f() { c.Post("/v1/payouts", p) }',
        3,
        "shopspring",
    ),
    "java": (
        "anton/Pay.java",
        'class Pay {\n private double sourceAmount;\n void f() { http.post("/v1/payouts", body); }\n}',
        2,
        "BigDecimal",
    ),
    "kotlin": (
        "anton/Pay.kt",
        'class Pay(val amount: Double) {\n  fun f() { http.post("/v1/payouts", body) }\n}',
        1,
        "BigDecimal",
    ),
    "ruby": ("anton/pay.rb", "anton.post('/v1/payouts', { amount: total.to_f })", 1, "BigDecimal"),
    "php": ("anton/pay.php", "<?php\n$anton->post('/v1/payouts', ['amount' => (float) $total]);", 2, "bcmath"),
    "csharp": (
        "anton/Pay.cs",
        'class Pay {\n  public double Amount { get; set; }\n  void F() { http.Post("/v1/payouts", body); }\n}',
        2,
        "decimal",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_floating_point_amount_fails_at_its_line(tmp_path, case):
    name, source, line, _ = WRONG[case]
    found = judged(amounts, tmp_path, {name: source})
    assert found["status"] == ["fail"]
    assert found["fail"][0].startswith(f"{name}:{line} ")


def test_the_fix_is_in_the_language_of_the_file(tmp_path):
    from support.promises import judge
    from support.sources import write

    for name, (file, source, _, fix) in WRONG.items():
        folder = tmp_path / name.replace(", ", "-")
        folder.mkdir()
        _, findings = judge(write(folder, {file: source}), "anton", (amounts,))["code.amounts"]
        assert fix in findings[0].fix


RIGHT = {
    "a text": ("anton/pay.py", "anton.post('/v1/payouts', {'amount': '10.50'})"),
    "a decimal": ("anton/pay.py", "anton.post('/v1/payouts', {'amount': str(Decimal('1.1') * rate)})"),
    "a declared decimal": ("anton/pay.py", "class P:\n  amount: Decimal\nanton.post('/v1/payouts', p)"),
    "unknown": ("anton/pay.py", "def f(amount):\n  anton.post('/v1/payouts', {'amount': amount})"),
    "geometry": ("anton/pay.py", "anton.post('/v1/payouts', {'amount': a})\nclass Box:\n  width: float = 1.5"),
    "seconds": ("anton/pay.py", "anton.post('/v1/payouts', {'amount': a}, timeout=10.5)\nx = float(seconds)"),
    "javascript decimal": ("anton/pay.js", "anton.post('/v1/payouts', { amount: new Big(total).toFixed(2) })"),
    "cents as BigInt": (
        "anton/pay.ts",
        "const amountCents = 10n;\nanton.post('/v1/payouts', { amount: text(amountCents) })",
    ),
    "go decimal": (
        "anton/pay.go",
        'package a\ntype P struct {\n Amount decimal.Decimal\n}\nfunc f() { c.Post("/v1/payouts", p) }',
    ),
    "java BigDecimal": (
        "anton/Pay.java",
        'class Pay { private BigDecimal amount; void f() { http.post("/v1/payouts", body); } }',
    ),
}


@pytest.mark.parametrize("case", RIGHT)
def test_exact_and_unknown_amounts_are_left_alone(tmp_path, case):
    name, source = RIGHT[case]
    found = judged(amounts, tmp_path, {name: source})
    assert found["status"] == ["pass"]
    assert found["fail"] == found["warn"] == []


def test_a_whole_number_works_for_now_and_warns(tmp_path):
    found = judged(amounts, tmp_path, {"anton/pay.py": "anton.post('/v1/payouts', {'amount': 10})"})
    assert found["status"] == ["warn"]
    assert found["warn"] == ["anton/pay.py:1 amount is sent as a number, where the API has decimal strings"]


def test_a_float_of_a_file_that_has_nothing_to_do_with_it_is_none_of_our_business(tmp_path):
    files = {
        "anton/pay.py": "from geometry.shapes import x\nanton.post('/v1/payouts', {'amount': a})",
        "geometry/shapes.py": "class Coffee:\n  amount: float = 0.2\n",
        "stripe/pay.py": "stripe.post('/v1/charges', {'amount': float(x)})",
    }
    assert judged(amounts, tmp_path, files)["status"] == ["pass"]


def test_where_no_amount_is_named_nothing_is_known(tmp_path):
    assert judged(amounts, tmp_path, {"anton/pay.py": "anton.get('/v1/corridors')"})["status"] == ["unknown"]
    assert judged(amounts, tmp_path / "none", {"a.py": "x = 1"})["status"] == ["unknown"]


HARMLESS = {
    "a gauge": ("anton/a.py", "b = anton.get('/v1/balances')\nG.labels('EUR').set(float(b['available']) / 2)"),
    "a gauge, by a variable": (
        "anton/a.go",
        'package a\nfunc f() {\n b := c.Get("/v1/balances")\n v, _ := b.Available.Float64()\n g.Set(v)\n}',
    ),
    "a text for people": ("anton/a.ts", "const b = anton.get('/v1/balances');\nNumber(b.available).toLocaleString();"),
    "cups of coffee": (
        "anton/a.py",
        "anton.get('/v1/payouts')\nclass Cup:\n  who: str\n  amount: float\n  heat: float",
    ),
    "another vendor's": ("anton/a.py", "anton.get('/v1/payouts')\nclass StripeItem:\n  amount: float"),
    "pieces of a parcel": (
        "anton/a.go",
        "package a\ntype P struct {\n Status string\n Weight float64\n Amount int\n}\n"
        'func f(p P) float64 {\n c.Get("/v1/payouts")\n return float64(p.Amount)\n}',
    ),
}
MONEY = {
    "a gauge and a decision": (
        "anton/a.py",
        "def f():\n  b = anton.get('/v1/balances')\n  v = float(b['available'])\n  G.set(v)\n  return v > 3",
    ),
    "beside a currency": (
        "anton/a.py",
        "anton.get('/v1/payouts')\nclass X:\n  who: str\n  amount: float\n  currency: str",
    ),
    "a parameter of what pays": ("anton/a.py", "def f(to: str, amount: float):\n  anton.post('/v1/payouts', {})"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_a_number_from_which_nothing_is_paid_is_left_alone(case, tmp_path):
    name, source = HARMLESS[case]
    found = judged(amounts, tmp_path, {name: source})
    assert found["fail"] == []
    assert found["warn"] == []


@pytest.mark.parametrize("case", MONEY)
def test_a_number_among_those_of_payments_is_not(case, tmp_path):
    name, source = MONEY[case]
    assert judged(amounts, tmp_path, {name: source})["status"] == ["fail"]


FLOAT = "anton.post('/v1/payouts', {'amount': float(total)})"
REMARK = "golive: ignore[code.amounts]"
PROFILE = PROFILES["anton"]


def remarked(folder, source, **options):
    write(folder, {"anton/pay.py": f"import anton\n{source}\n"})
    found = run(amounts, make_context(folder, PROFILE, provider=load_provider("anton"), **options))
    return {level: of_level(found, level) for level in Level}


def test_a_remark_with_a_reason_takes_the_finding_out_and_is_counted(tmp_path):
    found = remarked(tmp_path, f"{FLOAT}  # {REMARK} the total has no cents")
    assert (found[Level.FAIL], found[Level.WARN]) == ([], [])
    assert found[Level.SEEN][-1] == (
        "None",
        "1 finding is ignored by a remark in the file: anton/pay.py:2 (the total has no cents)",
    )


def test_a_remark_without_a_reason_takes_nothing_out_and_is_a_warning(tmp_path):
    found = remarked(tmp_path, f"{FLOAT}  # {REMARK}")
    assert [place for place, _ in found[Level.FAIL]] == ["anton/pay.py:2"]
    assert found[Level.WARN] == [("anton/pay.py:2", "the remark to ignore this has no effect: it gives no reason")]


def test_a_remark_about_another_check_takes_nothing_out(tmp_path):
    found = remarked(tmp_path, f"{FLOAT}  # golive: ignore[code.timeouts] not this one")
    assert [place for place, _ in found[Level.FAIL]] == ["anton/pay.py:2"]


def test_without_inline_ignores_all_is_shown(tmp_path):
    found = remarked(tmp_path, f"{FLOAT}  # {REMARK} the total has no cents", inline_ignores=False)
    assert [place for place, _ in found[Level.FAIL]] == ["anton/pay.py:2"]
    assert all("ignored" not in message for _, message in found[Level.SEEN])

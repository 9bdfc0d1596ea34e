"""What a name stands for, in one file and across files."""

from __future__ import annotations

import pytest

from golive.source.project import function_of, name_of, root_name, scope_of
from golive.source.tree import NodeKind
from support.sources import project


def text_of(source: str, **others: str) -> str:
    """Return the text of the first argument of the call `sent`."""
    found = project(a_py=source, **others)
    (call,) = found.calls("sent")
    return found.text(call.one("argument"))


TEXTS = {
    "a literal": ("sent('/v1/payouts')", "/v1/payouts"),
    "a constant": ("P = '/v1/payouts'\nsent(P)", "/v1/payouts"),
    "a constant of a class": ("class C:\n    P = '/v1/payouts'\n    def f(self):\n        sent(self.P)", "/v1/payouts"),
    "a joined text": ("B = '/v1'\nsent(B + '/payouts')", "/v1/payouts"),
    "a format string": ("sent(f'{base}/v1/payouts/{id}')", "{}/v1/payouts/{}"),
    "a format string of constants": ("B = '/v1'\nsent(f'{B}/payouts')", "/v1/payouts"),
    "percent": ("sent('/v1/payouts/%s' % id)", "/v1/payouts/{}"),
    "format": ("sent('/v1/payouts/{id}'.format(id=x))", "/v1/payouts/{}"),
    "urljoin": ("B = 'https://a.example'\nsent(urljoin(B, '/v1/payouts'))", "/v1/payouts"),
    "a local variable": ("def f():\n    p = '/v1/payouts'\n    sent(p)", "/v1/payouts"),
    "a default": ("def f(p='/v1/payouts'):\n    sent(p)", "/v1/payouts"),
    "a fallback": ("sent('/v1' or x)", "/v1"),
    "a key of a table": ("T = {'pay': '/v1/payouts'}\nsent(T['pay'])", "/v1/payouts"),
    "a number": ("sent(5)", "5"),
    "nothing known": ("sent(p)", "{}"),
    "a call of something else": ("sent(make())", "{}"),
    "two values that differ": ("P = 'a'\nP = 'b'\nsent(P)", "{}"),
    "two values that agree": ("P = 'a'\nP = 'a'\nsent(P)", "a"),
    "a name that stands for itself": ("P = P\nsent(P)", "{}"),
    "names in a circle": ("A = B\nB = A\nsent(A)", "{}"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_the_text_of_an_expression_is_followed_to_its_parts(case):
    source, expected = TEXTS[case]
    assert text_of(source) == expected


def test_a_constant_of_another_file_is_found_and_the_own_file_counts_first():
    assert text_of("sent(settings.PATH)", settings_py="PATH = '/v1/payouts'") == "/v1/payouts"
    assert text_of("PATH = '/own'\nsent(PATH)", settings_py="PATH = '/other'") == "/own"


def resolved(source: str, name: str = "call_me") -> list[str]:
    found = project(a_py=source)
    (call,) = found.calls(name)
    return [str(found.place(function)) for function in found.resolve(call)]


def test_a_method_is_looked_for_in_its_own_class_first():
    source = (
        "class A:\n  def call_me(self): pass\nclass B:\n  def call_me(self): pass\n  def f(self):\n    self.call_me()\n"
    )
    assert resolved(source) == ["a.py:4"]


def test_a_common_name_means_a_method_only_where_what_it_is_called_on_fits():
    client = "class AntonClient:\n  def get(self, path): pass\n"
    assert resolved(client + "anton.get('/a')", "get") == ["a.py:2"]
    assert resolved(client + "client.get('/a')", "get") == ["a.py:2"]
    assert resolved(client + "response.headers.get('A')", "get") == []
    assert resolved(client + "def f(x: AntonClient):\n  x.get('/a')", "get") == ["a.py:2"]
    assert resolved(client + "x = AntonClient()\nx.get('/a')", "get") == ["a.py:2"]


def test_a_name_without_a_definition_is_nothing_here():
    assert resolved("call_me()") == []


def test_callers_are_found_across_files():
    found = project(a_py="def pay(): pass", b_py="def job():\n  pay()\n")
    (function,) = found.functions("pay")
    (caller,) = found.callers(function)
    assert str(found.place(caller)) == "b.py:2"
    assert function_of(caller).name == "job"


def test_closures_have_the_name_that_they_are_given():
    found = project(a_js="const pay = async () => { run(() => go()) }\nexport default () => 1")
    (call,) = found.calls("go")
    assert name_of(function_of(call)) == "pay"
    assert found.callers(found.functions("pay")[0]) == ()
    assert [name_of(function) for function in found.functions()] == ["pay", "default"]


def test_the_scope_of_a_line_outside_of_functions_is_its_file():
    found = project(a_py="go()")
    (call,) = found.calls("go")
    assert scope_of(call) is found.files[0].root
    assert function_of(call) is None
    assert found.calls()[0] is call
    assert found.classes("A") == ()


@pytest.mark.parametrize(
    ("source", "name"),
    [("a", "a"), ("a.b[0].c", "a"), ("a().b", "a"), ("(await_me)", "await_me"), ("1", ""), ("[a]", "")],
)
def test_a_path_begins_with_its_root(source, name):
    node = project(a_py=f"x = {source}").files[0].root
    assign = next(node.find(NodeKind.ASSIGN))
    assert root_name(assign.one("value")) == name


def test_fields_are_what_classes_declare():
    found = project(a_py="class A:\n  amount: float = 1\n  def __init__(self, fee: float):\n    rest: float = 2\n")
    assert [field.line for field in found.fields("amount")] == [2]
    assert [field.line for field in found.fields("fee")] == [3]
    assert found.fields("rest") == ()


def test_a_method_of_an_object_literal_is_meant_only_on_that_object():
    source = "export const anton = { get: (path) => path };\nconst a = anton.get('/a');\n"
    assert resolved_js(source) == ["a.js:1"]
    assert resolved_js(source.replace("a = anton.get", "a = request.get")) == []


def test_a_function_of_a_module_is_meant_on_something_called_like_the_module():
    found = project(client_py="def get(path): pass\n", a_py="client.get('/a')\nresponse.get('/b')\n")
    assert [len(found.resolve(call)) for call in found.calls("get")] == [1, 0]


def resolved_js(source: str) -> list[str]:
    found = project(a_js=source)
    (call,) = found.calls("get")
    return [str(found.place(function)) for function in found.resolve(call)]


def test_a_function_is_the_one_that_is_imported_where_two_files_have_one_of_its_name():
    found = project(
        shop__payees_py="def register(client): pass",
        shop__other_py="def register(client): pass",
        shop__pay_py="from shop.payees import register\nregister(1)",
    )
    (call,) = found.calls("register")
    assert [found.file(each).name for each in found.resolve(call)] == ["shop/payees.py"]


def test_what_is_called_without_a_name_is_no_function():
    found = project(a_cs="class A { A Make() => new(1); A Other() => new A(2); }")
    assert all(found.resolve(call) == () for call in found.calls() if not call.name)

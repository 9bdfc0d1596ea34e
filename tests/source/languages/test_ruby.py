"""What the adapter of Ruby makes of code."""
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
        'require "faraday"',
        "import 'faraday'(string 'faraday')",
    ),
    (
        'require_relative "anton/client"',
        "import 'anton/client'(string 'anton/client')",
    ),
    (
        'client.post("/v1/payouts", body, key: 1)',
        "call 'post'(callee=member 'post'(object=name 'client'), argument=string '/v1/payouts', argument=name 'body', argument=pair 'key'(key=string 'key', value=number '1'))",
    ),
    (
        'client.post "/v1/payouts", "a" => 1, **rest',
        "call 'post'(callee=member 'post'(object=name 'client'), argument=string '/v1/payouts', argument=pair 'a'(key=string 'a', value=number '1'), argument=unary ...(operand=name 'rest'))",
    ),
    (
        "client.post(*args, &block)",
        "call 'post'(callee=member 'post'(object=name 'client'), argument=unary ...(operand=name 'args'), argument=unary &(operand=name 'block'))",
    ),
    (
        "client.post(path) { |request| request.body = 1 }",
        "call 'post'(callee=member 'post'(object=name 'client'), argument=name 'path', argument=function(parameter=parameter 'request', body=block(assign =(target=member 'body'(object=name 'request'), value=number '1'))))",
    ),
    (
        "client.post(path) do |(a, b), *c, d: 1, **e, &f| end",
        "call 'post'(callee=member 'post'(object=name 'client'), argument=name 'path', argument=function(parameter=parameter 'a', parameter=parameter 'b', parameter=parameter ... 'c', parameter=parameter 'd'(default=number '1'), parameter=parameter ... 'e', parameter=parameter 'f'))",
    ),
    (
        "self.client",
        "member 'client'(object=name 'self')",
    ),
    (
        "@client",
        "member 'client'(object=name 'self')",
    ),
    (
        "@@seen",
        "member 'seen'(object=name 'self')",
    ),
    (
        "@client.post",
        "call 'post'(callee=member 'post'(object=member 'client'(object=name 'self')))",
    ),
    (
        "response&.status",
        "call 'status'(callee=member 'status'(object=name 'response'))",
    ),
    (
        "Net::HTTP::Post.new(uri)",
        "call new 'Post'(callee=member 'Post'(object=member 'HTTP'(object=name 'Net')), argument=name 'uri')",
    ),
    (
        "::Foo.bar",
        "call 'bar'(callee=member 'bar'(object=name 'Foo'))",
    ),
    (
        "SecureRandom.uuid",
        "call 'uuid'(callee=member 'uuid'(object=name 'SecureRandom'))",
    ),
    (
        "it.(1)",
        "call 'it'(callee=name 'it', argument=number '1')",
    ),
    (
        "super",
        "call 'super'(callee=name 'super')",
    ),
    (
        "super(1)",
        "call 'super'(callee=name 'super', argument=number '1')",
    ),
    (
        "yield a, b",
        "call 'yield'(callee=name 'yield', argument=name 'a', argument=name 'b')",
    ),
    (
        "$stdout",
        "name 'stdout'",
    ),
    (
        '"a#{b}\\n" \'c\\n\' "d"',
        "string 'a{}\\nc\\\\nd'(part=name 'b')",
    ),
    (
        '"a" + b << "c"',
        "binary +(left=binary +(left=string 'a', right=name 'b'), right=string 'c')",
    ),
    (
        "list << c",
        "binary <<(left=name 'list', right=name 'c')",
    ),
    (
        ":name",
        "string 'name'",
    ),
    (
        ':"a#{b}"',
        "string 'a{}'(part=name 'b')",
    ),
    (
        "%w[a b]",
        "list(item=string 'a', item=string 'b')",
    ),
    (
        "%i[a b]",
        "list(item=string 'a', item=string 'b')",
    ),
    (
        "?a",
        "string 'a'",
    ),
    (
        '"%s" % a',
        "binary %(left=string '%s', right=name 'a')",
    ),
    (
        '{ "a" => 1, b: 2, c:, **d }',
        "object(member=pair 'a'(key=string 'a', value=number '1'), member=pair 'b'(key=string 'b', value=number '2'), member=pair 'c'(key=string 'c', value=name 'c'), member=unary ...(operand=name 'd'))",
    ),
    (
        'headers["Idempotency-Key"] = key',
        "assign =(target=index(object=name 'headers', index=string 'Idempotency-Key'), value=name 'key')",
    ),
    (
        "event[:id]",
        "index(object=name 'event', index=string 'id')",
    ),
    (
        'hash.fetch("id")',
        "index(object=name 'hash', index=string 'id')",
    ),
    (
        'ENV.fetch("A", "b")',
        "binary or(left=index(object=name 'ENV', index=string 'A'), right=string 'b')",
    ),
    (
        'cache.fetch("id") { 1 }',
        "call 'fetch'(callee=member 'fetch'(object=name 'cache'), argument=string 'id', argument=function(body=block(return(value=number '1'))))",
    ),
    (
        "a, b = 1, *c",
        "assign =(target=name 'a', target=name 'b', value=number '1', value=unary ...(operand=name 'c'))",
    ),
    (
        "a = b = 1",
        "assign = 'a'(target=name 'a', value=assign = 'b'(target=name 'b', value=number '1'))",
    ),
    (
        "a ||= 1",
        "assign ||= 'a'(target=name 'a', value=number '1')",
    ),
    (
        "self.a = 1",
        "assign =(target=member 'a'(object=name 'self'), value=number '1')",
    ),
    (
        "it.a += 1.5",
        "assign +=(target=member 'a'(object=name 'it'), value=number '1.5')",
    ),
    (
        "(400..499)",
        "binary ..(left=number '400', right=number '499')",
    ),
    (
        "(500..)",
        "binary ..(left=number '500')",
    ),
    (
        "a && !b || not(c)",
        "binary or(left=binary and(left=name 'a', right=unary not(operand=name 'b')), right=unary not(operand=name 'c'))",
    ),
    (
        "a === b",
        "binary ==(left=name 'a', right=name 'b')",
    ),
    (
        "a =~ /x/",
        "binary =~(left=name 'a', right=other 'x')",
    ),
    (
        "a ? b : c",
        "if ?(condition=name 'a', then=name 'b', otherwise=name 'c')",
    ),
    (
        "raise",
        "throw",
    ),
    (
        'raise Error, "x" unless a',
        "if(then=throw(value=name 'Error', value=string 'x'), condition=unary not(operand=name 'a'))",
    ),
    (
        'fail "x"',
        "throw(value=string 'x')",
    ),
    (
        "return if a",
        "if(then=return, condition=name 'a')",
    ),
    (
        "return 1, 2",
        "return(value=number '1', value=number '2')",
    ),
    (
        "x = risky rescue nil",
        "assign = 'x'(target=name 'x', value=try(body=name 'risky', catch=catch(body=constant 'null')))",
    ),
    (
        "puts 1 while a",
        "loop while(body=call 'puts'(callee=name 'puts', argument=number '1'), head=name 'a')",
    ),
    (
        "until a do b end",
        "loop while(head=unary not(operand=name 'a'), body=block(name 'b'))",
    ),
    (
        "begin; a; end while b",
        "loop do(body=block(name 'a'), head=name 'b')",
    ),
    (
        "begin; a; end",
        "block(name 'a')",
    ),
    (
        "loop do break; next 1; redo end",
        "loop loop(body=block(jump break, jump next(number '1'), jump redo))",
    ),
    (
        "3.times { |i| a }",
        "loop each(head=call 'times'(callee=member 'times'(object=number '3')), head=name 'i', body=block(name 'a'))",
    ),
    (
        "list.each do |a, b| c end",
        "loop each(head=name 'list', head=name 'a', head=name 'b', body=block(name 'c'))",
    ),
    (
        "1.upto(3) { a }",
        "loop each(head=call 'upto'(callee=member 'upto'(object=number '1'), argument=number '3'), body=block(name 'a'))",
    ),
    (
        "list.each(&:a)",
        "call 'each'(callee=member 'each'(object=name 'list'), argument=unary &(operand=string 'a'))",
    ),
    (
        "for a, b in list do c end",
        "loop each(head=name 'a', head=name 'b', head=name 'list', body=block(name 'c'))",
    ),
    (
        "if a then b elsif c then d else e end",
        "if(condition=name 'a', then=block(name 'b'), otherwise=if(condition=name 'c', then=block(name 'd'), otherwise=block(name 'e')))",
    ),
    (
        "unless a then b else c end",
        "if(condition=unary not(operand=name 'a'), then=block(name 'b'), otherwise=block(name 'c'))",
    ),
    (
        'case a when "b", :c then 1 when *D then 2 else 3 end',
        "switch(subject=name 'a', case=case(label=string 'b', label=string 'c', body=block(number '1')), case=case(label=unary ...(operand=name 'D'), body=block(number '2')), case=case(body=block(number '3')))",
    ),
    (
        'case a\n in "b" | "c" then 1\n in {x: Integer} if d then 2\n in other then 3\n end',
        "switch(subject=name 'a', case=case(label=string 'b', label=string 'c', body=block(number '1')), case=case(label=object(member=pair 'x'(key=string 'x', value=name 'Integer')), name 'd', body=block(number '2')), case=case(body=block(number '3')))",
    ),
    (
        "case a\n in _ then 1\n end",
        "switch(subject=name 'a', case=case(body=block(number '1')))",
    ),
    (
        "begin; a; rescue B, C::D => e; retry; rescue; b; else; c; ensure; d; end",
        "try(body=block(name 'a'), catch=catch 'e'(type=name 'B', type=member 'D'(object=name 'C'), body=block(jump retry)), catch=catch(body=block(name 'b')), block(name 'c'), final=block(name 'd'))",
    ),
    (
        "def a(b, c = 1, *d, e:, f: 2, **g, &h) = b",
        "function 'a'(parameter=parameter 'b', parameter=parameter 'c'(default=number '1'), parameter=parameter ... 'd', parameter=parameter 'e', parameter=parameter 'f'(default=number '2'), parameter=parameter ... 'g', parameter=parameter 'h', body=return(value=name 'b'))",
    ),
    (
        "def a; b; rescue C; d; ensure; e; end",
        "function 'a'(body=block(try(body=block(return(value=name 'b')), catch=catch(type=name 'C', body=block(return(value=name 'd'))), final=block(name 'e'))))",
    ),
    (
        "def a; if b then c else d end; end",
        "function 'a'(body=block(if(condition=name 'b', then=block(return(value=name 'c')), otherwise=block(return(value=name 'd')))))",
    ),
    (
        "def a; case b when 1 then c else raise end; end",
        "function 'a'(body=block(switch(subject=name 'b', case=case(label=number '1', body=block(return(value=name 'c'))), case=case(body=block(throw)))))",
    ),
    (
        "def a; b = 1; end",
        "function 'a'(body=block(assign = 'b'(target=name 'b', value=number '1')))",
    ),
    (
        "def a; b ? c : d; end",
        "function 'a'(body=block(return(value=if ?(condition=name 'b', then=name 'c', otherwise=name 'd'))))",
    ),
    (
        "def self.a; {}; end",
        "function 'a'(body=block(return(value=object)))",
    ),
    (
        "-> (a) { a }",
        "function(parameter=parameter 'a', body=block(return(value=name 'a')))",
    ),
    (
        "lambda { |a| a }",
        "function(parameter=parameter 'a', body=block(return(value=name 'a')))",
    ),
    (
        "class A::B < C; attr_reader :d; end",
        "class 'B'(base=name 'C', body=block(call 'attr_reader'(callee=name 'attr_reader', argument=string 'd')))",
    ),
    (
        "module A; class << self; def b; end; end; end",
        "class 'A'(body=block(block(name 'self', block(function 'b'))))",
    ),
    (
        "A = { b: 1 }.freeze",
        "assign = 'A'(target=name 'A', value=object(member=pair 'b'(key=string 'b', value=number '1')))",
    ),
    (
        "true; false; nil; 1_000; 1.5; 1r",
        "constant 'true', constant 'false', constant 'null', number '1_000', number '1.5', number '1r'",
    ),
    (
        "defined?(a)",
        "unary defined?(operand=name 'a')",
    ),
    (
        "(a; b)",
        "block(name 'a', name 'b')",
    ),
    (
        "`ls`",
        "other 'ls'",
    ),
    (
        "alias a b",
        "other(name 'a', name 'b')",
    ),
]

FILES: Final = [
    (
        "def key; end\ndef a; post(1, key); key = 2; end\ndef b; post(key, id: key); self.key; @key; self.key = 1; end\nkey",
        "function 'key', function 'a'(body=block(call 'post'(callee=name 'post', argument=number '1', argument=name 'key'), assign = 'key'(target=name 'key', value=number '2'))), function 'b'(body=block(call 'post'(callee=name 'post', argument=call 'key'(callee=name 'key'), argument=pair 'id'(key=string 'id', value=call 'key'(callee=name 'key'))), call 'key'(callee=member 'key'(object=name 'self')), member 'key'(object=name 'self'), assign =(target=member 'key'(object=name 'self'), value=number '1'))), call 'key'(callee=name 'key')",
    ),
    (
        "attr_reader :key\ndef a(b); post(key, b); end\ndef b; end",
        "call 'attr_reader'(callee=name 'attr_reader', argument=string 'key'), function 'a'(parameter=parameter 'b', body=block(return(value=call 'post'(callee=name 'post', argument=name 'key', argument=name 'b')))), function 'b'",
    ),
    (
        "def key(a) = 1\nb.each { |key| b(key) }\nwhile c do c end\ndef c; d; rescue E => key; b(key); end",
        "function 'key'(parameter=parameter 'a', body=return(value=number '1')), loop each(head=name 'b', head=name 'key', body=block(call 'b'(callee=name 'b', argument=name 'key'))), loop while(head=call 'c'(callee=name 'c'), body=block(call 'c'(callee=name 'c'))), function 'c'(body=block(try(body=block(return(value=name 'd')), catch=catch 'key'(type=name 'E', body=block(return(value=call 'b'(callee=name 'b', argument=name 'key')))))))",
    ),
    (
        "a = <<~X\n  b #{c}\n    d\nX\n",
        "assign = 'a'(target=name 'a', value=string 'b {}\\n  d\\n'(part=name 'c'))",
    ),
    (
        "a(<<-X, <<~'Y')\n  b\n  X\n  c\\n\nY\n",
        "call 'a'(callee=name 'a', argument=string '  b\\n  ', argument=string 'c\\\\n\\n')",
    ),
    (
        "a = <<~X\n__END__\nx\n",
        "assign = 'a'(target=name 'a', value=string)",
    ),
]

NESTED: Final = [
    ("(", ")"),
    ("f(", ")"),
    ("[", "]"),
    ("x { ", " }"),
    ("x.each { |a| ", " }"),
    ("loop { ", "}"),
    ("-> { ", "}"),
    ('"#{', '}"'),
    ("{ a: ", "}"),
    ("if x\n", "\nend"),
    ("begin\n", "\nrescue\nend"),
    ("def m\n", "\nend"),
    ("a rescue ", ""),
    ("a ? b : ", ""),
    ("", "  + b"),
    ("", "\n  .b(1)"),
    ("if x\n elsif y\n", ""),
]


@pytest.mark.parametrize(("code", "expected"), CODE)
def test_code_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("rb", code) == expected


@pytest.mark.parametrize(("code", "expected"), FILES)
def test_a_file_becomes_the_neutral_tree(code: str, expected: str) -> None:
    assert whole("rb", code) == expected


@pytest.mark.parametrize(("opening", "closing"), NESTED)
def test_code_is_read_however_deep_it_is(opening: str, closing: str) -> None:
    for depth in (150, 3000):
        code = opening * depth + "a" + closing * depth
        assert list(parse("sample.rb", code.encode()).root.walk())


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(code: str) -> None:
    assert parse("sample.rb", (code).encode(errors="replace")).root.children is not None


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_broken_code_is_read(seed: int) -> None:
    assert parse("sample.rb", mutated(sample_code("ruby"), seed)).root.children is not None

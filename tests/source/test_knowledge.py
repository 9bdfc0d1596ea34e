"""What is given a value under a name."""

from __future__ import annotations

import pytest

from golive.source.files import parse
from golive.source.knowledge import settings

GIVEN = {
    "named argument": ("a.py", "f(verify=False)", ("verify", "false")),
    "object": ("a.js", "f({ rejectUnauthorized: false })", ("rejectUnauthorized", "false")),
    "variable": ("a.py", "verify = False", ("verify", "false")),
    "member": ("a.py", "session.verify = False", ("verify", "false")),
    "index": ("a.js", "process.env['A'] = '0'", ("A", "0")),
    "setter": ("A.java", "class A { void f() { c.setTimeout(5); } }", ("Timeout", "5")),
    "setter of a key": ("a.js", "headers.set('A', 'b')", ("A", "b")),
    "curl": ("a.php", "<?php curl_setopt($c, CURLOPT_SSL_VERIFYPEER, 0);", ("CURLOPT_SSL_VERIFYPEER", "0")),
    "builder": ("A.java", "class A { void f() { b.verify(false); } }", ("verify", "false")),
    "struct": ("a.go", "package a\nvar c = tls.Config{InsecureSkipVerify: true}", ("InsecureSkipVerify", "true")),
}


@pytest.mark.parametrize("case", GIVEN)
def test_a_setting_is_seen_however_it_is_written(case):
    name, source, expected = GIVEN[case]
    found = [(key, value.name) for key, value, _ in settings(parse(name, source.encode()).root)]
    assert expected in found


def test_an_index_that_is_no_text_has_no_name():
    assert [key for key, _, _ in settings(parse("a.py", b"a[b()] = 1").root)] == []

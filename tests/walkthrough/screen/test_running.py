from __future__ import annotations

from golive.result import Status
from golive.walkthrough.screen.running import Run


class Nobody:
    """Takes messages, and forgets them."""

    def post_message(self, message):
        return True


def test_a_few_checks_are_named_while_they_run_and_the_rest_counted():
    run = Run("everything", lambda _watch: None, Nobody())
    assert run.words(str) == "Running everything again (starting). Escape stops waiting"
    for name in "abcde":
        run._watch(name, None)
    run.seconds = 2
    words = "Running everything again (0 of 5 checks done, 2 s). Escape stops waiting; waiting for a, b, c and 2 more"
    assert run.words(str) == words
    run._watch("a", Status.PASS)
    run._watch("b", Status.PASS)
    assert run.words(str.upper).endswith("(2 of 5 checks done, 2 s). Escape stops waiting; waiting for C, D, E")

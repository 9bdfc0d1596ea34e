"""Shards of one run, for the tests of merging."""

from __future__ import annotations

from dataclasses import replace

from golive.merging import Part, unwaived
from golive.registry import NOT_BUILT
from golive.result import LEFT_OUT, Status
from support import reports


def only(*prefixes, report=None, **more):
    """Return the report of a run that looked at some checks alone."""
    whole = report or reports.every_status()
    results = tuple(
        one
        if one.id.startswith(prefixes) or one.reason == NOT_BUILT
        else replace(one, status=Status.UNKNOWN, findings=(), trace=(), waived_from=None, reason=LEFT_OUT)
        for one in unwaived(whole.results)
    )
    defaults = {"records": whole.records, "policy": whole.policy, "exchanges": ()}
    return reports.report_of(results, **{**defaults, **more})


def shard(label, *prefixes, name="", **more):
    return Part(only(*prefixes, **more), label, name, label.partition(".")[0])


HALVES = shard("a.json", "account.", "receiver."), shard("b.json", "settings.", "code.", "acme.", "plugin.", "traffic.")

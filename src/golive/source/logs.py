"""Calls that write a log, print, or report to somebody, by how the usual libraries of each language name them."""

from __future__ import annotations

import re
from typing import Final

from golive.source.tree import Node, NodeKind

_LEVELS: Final = frozenset(
    """debug info warn warning error exception critical fatal trace notice alert emergency verbose log msg print
    println printf write log_info log_error logf infof debugf warnf errorf fatalf tracef infow debugw warnw errorw
    infoln debugln warnln errorln fatalln loginformation logwarning logerror logdebug logtrace logcritical addrecord
    infocontext errorcontext warncontext debugcontext logattrs atinfo atwarn aterror atdebug
    writeline fields withfields withfield unknown severe fine finer finest config put_msg silly http add
    event capturemessage captureexception capture_message capture_exception set_context setcontext set_extra setextra
    notify captureevent addbreadcrumb add_breadcrumb setattribute bind tagged report""".split()
)
_ALONE: Final = frozenset(
    """print println printf puts pp p print_r var_dump error_log syslog eprintln log logger info report dump dd
    pprint var_export warn debug trigger_error console_log""".split()
)
"""Functions that write by themselves, in lower case."""
_WRITERS: Final = re.compile(
    r"(?i)^(?:_*(?:\w*log(?:ger|ging|s|rus)?|slog|zap|sugar|console|monolog|sentry\w*|rollbar|bugsnag|honeybadger"
    r"|newrelic|datadog|pino|winston|bunyan|timber|structlog|loguru|klog|glog|zerolog|out|err|stdout|stderr|trace"
    r"|system\.out|system\.err|debug|telemetry\w*|breadcrumbs?))$"
)
"""What log methods are called on."""
_FORMATTERS: Final = frozenset({"print", "println", "printf", "fprintf", "fprintln", "fprint"})


def is_log(node: Node) -> bool:
    """Whether a call writes its arguments where people and machines read logs."""
    if node.kind is not NodeKind.CALL:
        return False
    name, callee = node.name.lower(), node.one("callee")
    if callee is None or callee.kind is NodeKind.NAME:
        return name in _ALONE
    if callee.kind is not NodeKind.MEMBER:
        return False
    on = callee.one("object")
    writer = _writer(on)
    if writer == "fmt":
        return name in _FORMATTERS and (name[0] != "f" or _to_standard(node))
    if name in {"write", "append", "print", "println"} and writer in {"out", "err", "stdout", "stderr"}:
        return True
    if name in {"add", "write", "config", "http", "event", "fields", "put_msg", "bind", "unknown"} and not re.search(
        "(?i)log|slog|sentry|zap", writer
    ):
        return False
    return name in _LEVELS and bool(_WRITERS.match(writer))


def data_of(call: Node) -> tuple[Node, ...]:
    """Return what a log call writes: its arguments, and those of the calls that it is chained to."""
    found = list(call.all("argument"))
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    while on is not None and on.kind in {NodeKind.CALL, NodeKind.MEMBER}:
        if on.kind is NodeKind.CALL:
            found += on.all("argument")
            on = on.one("callee")
        else:
            on = on.one("object")
    return tuple(found)


def _writer(node: Node | None) -> str:
    """Return the name of what a method is called on; for chains, such as `log.atInfo().addKeyValue(…)`, the first."""
    current = node
    while current is not None:
        match current.kind:
            case NodeKind.CALL:
                callee = current.one("callee")
                if callee is not None and callee.kind is NodeKind.NAME:
                    return callee.name
                if callee is not None and _WRITERS.match(callee.name):
                    return callee.name
                current = callee.one("object") if callee is not None else None
            case NodeKind.MEMBER | NodeKind.NAME:
                return current.name
            case NodeKind.UNARY:
                current = current.one("operand")
            case _:
                return ""
    return ""


def _to_standard(node: Node) -> bool:
    first = node.all("argument")[:1]
    return bool(first) and first[0].name in {"Stdout", "Stderr"}

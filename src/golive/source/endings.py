"""Where a function ends early, and whether the result of a call changes what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from golive.source.logs import is_log
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

_ENDS: Final = frozenset(
    """abort halt exit die raise throw fail sys.exit abortwithstatus abortwithstatusjson abortwitherror
    abort_if abort_unless throw_if throw_unless panic os.exit reject check require error problem challenge forbid
    unauthorized denyaccessunlessgranted""".split()
)
"""Functions after which nothing follows, in lower case."""
_RESPONDS: Final = frozenset(
    """status sendstatus end json writehead writeheader http_response_code header senderror setstatus setstatuscode
    code type text respond respondtext write writeasync writeasjsonasync""".split()
)
"""Functions that answer a request and let the program go on."""


def ends(project: Project, region: Node) -> bool:
    """Whether something in a region may leave the function, as far as names tell."""
    for node in region.walk():
        if node.kind in {NodeKind.RETURN, NodeKind.THROW, NodeKind.JUMP}:
            return True
        if node.kind is NodeKind.CALL:
            name, callee = node.name.lower(), node.one("callee")
            if name in _ENDS and not is_log(node) and not (callee is not None and callee.path == "http.Error"):
                return True
            functions = project.resolve(node)
            if any(each.kind is NodeKind.THROW for function in functions for each in function.walk()):
                return True
    return False


def goes_on(project: Project, region: Node) -> bool:
    """Whether a region certainly does nothing but log and answer, and what stands after it runs."""
    if ends(project, region) or any(region.find(NodeKind.ASSIGN)):
        return False
    for call in region.find(NodeKind.CALL):
        callee = call.one("callee")
        inner = any(
            is_log(each) or _responds(each)
            for each in call.above()
            if region.holds(each) and each.kind is NodeKind.CALL
        )
        if not (inner or is_log(call) or _responds(call) or (callee is not None and callee.path == "http.Error")):
            return False
    return True


def _responds(call: Node) -> bool:
    return call.name.lower() in _RESPONDS


def ignored(project: Project, call: Node) -> Node | None:
    """
    Return where the boolean result of a call is thrown away, None where it may count.

    That is a bare statement, a name that nobody reads, or a condition after which everything goes on.
    """
    node = call
    while node.parent is not None and node.parent.kind is NodeKind.UNARY:
        node = node.parent
    around = node.parent
    if around is None:
        return None
    match around.kind:
        case NodeKind.BLOCK:
            return call if not _is_result(project, around, node) else None
        case NodeKind.ASSIGN:
            return call if _nobody_reads(around) else None
    return _without_effect(project, node)


def _is_result(project: Project, block: Node, node: Node) -> bool:
    """Whether a statement is the last of a body, and so what the function returns in some languages."""
    last = block.children[-1] is node
    return last and project.file(node).language in {"ruby", "kotlin"}


def _nobody_reads(assign: Node) -> bool:
    function = assign.within(NodeKind.FUNCTION)
    targets = assign.all("target")
    if function is None or len(targets) != 1 or targets[0].kind is not NodeKind.NAME:
        return False
    name = targets[0].name
    return name == "_" or not any(
        each is not targets[0] and each.name == name and each.kind is NodeKind.NAME and not _is_logged(each)
        for each in function.walk()
    )


def _is_logged(node: Node) -> bool:
    return any(is_log(each) for each in node.above() if each.kind is NodeKind.CALL)


def _without_effect(project: Project, node: Node) -> Node | None:
    top = node
    while top.parent is not None and top.parent.kind in {NodeKind.BINARY, NodeKind.UNARY}:
        top = top.parent
    branch = top.parent
    if branch is None or branch.kind is not NodeKind.IF or branch.one("condition") is not top or branch.operator == "?":
        return None
    then, otherwise = branch.one("then"), branch.one("otherwise")
    negated = top.kind is NodeKind.UNARY and top.operator == "not"
    around = branch.parent
    followed = around is not None and around.kind is NodeKind.BLOCK and around.children[-1] is not branch
    if then is None or otherwise is not None or not followed or not negated:
        return None
    return branch if goes_on(project, then) else None


def swallowed(project: Project, call: Node) -> Node | None:
    """Return the `catch` that takes an exception of a call and lets the program go on. None where there is none."""
    around = call.within(NodeKind.TRY, NodeKind.FUNCTION)
    body = around.one("body") if around is not None and around.kind is NodeKind.TRY else None
    if around is None or body is None or not body.holds(call):
        return None
    # What stands in the same `try` after the call does not run, so only a call that stands alone is swallowed.
    statements = body.children if body.kind is NodeKind.BLOCK else (body,)
    follows = around.parent is not None and around.parent.children[-1] is not around
    if not statements[-1].holds(call) or not follows:
        return None
    catches = around.all("catch")
    if catches and all(goes_on(project, each.one("body") or each) for each in catches):
        return catches[0]
    return None

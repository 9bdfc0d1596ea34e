"""All the source files that speak of the provider, and finding in them what a name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.files import SourceFile

MOST_STEPS: Final = 6
"""Names that are followed to find out what a text is made of."""

_MAKERS: Final = frozenset(
    """urljoin url uri create parse resolve uricomponentsbuilder fromuristring fromhttpurl tourl tohttpurl touri
    tostring to_s join buildurl build_url httpurl getbytes encode path_join joinpath concat frombase buildurl endpoint
    sprintf format printf expand interpolate combine of uri_join appendpath freeze""".split()
)
"""Functions that make an address of its parts, in lower case."""

_HOLES: Final = re.compile(r"%(?:\d+\$)?[-+0-9.]*[sdvqxn]|\{[A-Za-z0-9_.]*\}|:[a-z_]+(?=/|$)|\$\{[^}]*\}")


CONSTRUCTORS: Final = frozenset({"constructor", "__init__", "__construct", "initialize", "init"})
"""Functions that make an object, as some languages name them."""
_COMMON: Final = frozenset(
    """get post put patch delete request send add set update find create open close execute call run save apply do
    fetch read write list load parse handle process submit append remove remember insert first push pop exists seen
    check new build info error log debug warn status name id key value""".split()
)
"""Names of methods that so many things have that what they are called on has to fit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, and the file that it is in."""

    file: SourceFile
    node: Node

    def __str__(self) -> str:
        return f"{self.file.name}:{self.node.line}"


class Project:
    """
    The files of an integration, indexed by the names that they define.

    `files` are those that count; tests, examples, generated and vendored files are not among them.
    """

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self.files = tuple(files)
        self._of_root = {id(file.root): file for file in self.files}
        self._functions: dict[str, list[Node]] = {}
        self._classes: dict[str, list[Node]] = {}
        self._constants: dict[str, list[Node]] = {}
        self._calls: dict[str, list[Node]] = {}
        self._fields: dict[str, list[Node]] = {}
        self.touching: dict[int, Mapping[str, tuple[Node, ...]]] = {}
        """What changes the names of a scope, by the scope's id: kept by `golive.source.flow`."""
        for file in self.files:
            for node in file.root.walk():
                self._enter(node)

    def file(self, node: Node) -> SourceFile:
        """Return the file that a node is in."""
        return self._of_root[id(node.root)]

    def place(self, node: Node) -> Place:
        """Return a node with its file."""
        return Place(self.file(node), node)

    def functions(self, name: str = "") -> tuple[Node, ...]:
        """Return the functions of a name. All functions, closures too, without one."""
        if name:
            return tuple(self._functions.get(name, ()))
        return tuple(node for nodes in self._functions.values() for node in nodes)

    def classes(self, name: str) -> tuple[Node, ...]:
        """Return the classes of a name."""
        return tuple(self._classes.get(name, ()))

    def fields(self, name: str) -> tuple[Node, ...]:
        """Return the declarations of a name in classes: fields, properties, parameters of constructors."""
        return tuple(self._fields.get(name, ()))

    def calls(self, name: str = "") -> tuple[Node, ...]:
        """Return the calls whose last part has a name. All calls without one, in the order of files and lines."""
        if name:
            return tuple(self._calls.get(name, ()))
        return tuple(node for file in self.files for node in file.root.find(NodeKind.CALL))

    def resolve(self, call: Node) -> tuple[Node, ...]:
        """
        Return the functions of these files that a call may run: those of its name, in its own class or file first.

        A call of something on `self` is looked for in the same class, a construction among constructors.
        """
        found = [each for each in self.functions(call.name) if self._fits(call, each)] if call.name else []
        if not found:
            return ()
        callee = call.one("callee")
        around = call.within(NodeKind.CLASS)
        if callee is not None and around is not None and callee.path.startswith(("super().", "super.", "parent.")):
            # A method that calls the one it stands for does not call itself.
            found = [each for each in found if each.within(NodeKind.CLASS) is not around]
        if callee is not None and callee.path == f"self.{call.name}" and around is not None:
            own = [each for each in found if each.within(NodeKind.CLASS) is around]
            if own:
                return tuple(own)
        if callee is not None and callee.kind is NodeKind.NAME:
            home = self.file(call)
            own = [each for each in found if self.file(each) is home] or self._imported(home, call.name, found)
            if own:
                return tuple(own)
        return tuple(found)

    def _imported(self, home: SourceFile, name: str, found: list[Node]) -> list[Node]:
        """Return those of some functions that a file imports by a name, as far as the modules' names tell."""
        modules = {
            re.split(r"[./\\]", each.name)[-1].lower()
            for each in home.root.find(NodeKind.IMPORT)
            if any(item.name == name for item in each.all("item"))
        }
        return [each for each in found if _stem(self.file(each).name) in modules]

    def _fits(self, call: Node, function: Node) -> bool:
        """Whether a call may mean a function, by what it is called on: `headers.get(…)` is no method of a client."""
        callee = call.one("callee")
        around = function.within(NodeKind.CLASS)
        if callee is None or callee.kind is not NodeKind.MEMBER or call.name not in _COMMON:
            return True
        on = callee.one("object")
        if on is None or on.path in {"self", "cls", "super()", "super", "Self", "static", "parent"}:
            return True
        owner = around.name if around is not None else _receiver_type(function) or _object_name(function)
        if not owner:
            return not _in_object(function) and self._is_module(on, function)
        if owner in on.path.split("."):
            return True
        if _words(owner) & _words(on.name or root_name(on)):
            return True
        return any(owner in value.path.replace("()", "").split(".") for value in self.values(on)) or any(
            owner in each.name for each in self._types(on)
        )

    def _is_module(self, on: Node, function: Node) -> bool:
        """Whether something is called like the file of a function: `client.get` for `get` in `client.py`."""
        stem = self.file(function).name.rpartition("/")[2].partition(".")[0]
        return on.name.lower() == stem.lower() or bool(_words(on.name) & _words(stem))

    def _types(self, node: Node) -> Iterator[Node]:
        """Yield the types that a name is declared with, in its file."""
        for each in self.file(node).root.find(NodeKind.PARAMETER, NodeKind.ASSIGN):
            if each.name == node.name or any(target.name == node.name for target in each.all("target")):
                yield from each.all("type")

    def callers(self, function: Node) -> tuple[Node, ...]:
        """Return the calls that may run a function of these files."""
        name = name_of(function)
        return tuple(call for call in self.calls(name) if function in self.resolve(call)) if name else ()

    def values(self, node: Node) -> tuple[Node, ...]:
        """
        Return what a name, or a member of something, may have been given, as written where it is defined.

        Looked for in the function around it, then in the file, then in all files. Parameters give their defaults.
        """
        match node.kind:
            case NodeKind.NAME | NodeKind.MEMBER:
                name = node.name
            case NodeKind.INDEX:
                index = node.one("index")
                name = index.name if index is not None and index.kind is NodeKind.STRING else ""
            case _:
                return ()
        if node.kind is NodeKind.NAME:
            local = tuple(_local(node))
            if local:
                return local
        found = self._constants.get(name, [])
        home = self.file(node)
        own = [each for each in found if self.file(each) is home]
        return tuple(own or found)

    def text(self, node: Node | None, steps: int = MOST_STEPS) -> str:  # noqa: PLR0911 - one return for each kind
        """
        Return the text that an expression makes, with `{}` for what is not known here.

        Follows names to constants, joins and formats. A call that makes an address of its parts gives the address.
        """
        if node is None or steps == 0:
            return "{}"
        match node.kind:
            case NodeKind.STRING:
                return self._filled(node, steps)
            case NodeKind.NUMBER:
                return node.name
            case NodeKind.BINARY if node.operator == "+":
                return self.text(node.one("left"), steps) + self.text(node.one("right"), steps)
            case NodeKind.BINARY if node.operator == "%":
                return _holes(self.text(node.one("left"), steps))
            case NodeKind.BINARY if node.operator in {"||", "??", "or", "?:"}:
                return self.text(node.one("left"), steps)
            case NodeKind.CAST | NodeKind.UNARY if node.operator in {"", "await", "&"}:
                return self.text(node.one("value") or node.one("operand"), steps)
            case NodeKind.CALL if node.name.lower() in _MAKERS:
                return self._made(node, steps)
            case NodeKind.NAME | NodeKind.MEMBER | NodeKind.INDEX:
                # What is joined on later, as in `path += "&cursor="`, makes no other text.
                texts = {self.text(value, steps - 1) for value in self.values(node) if not _is_added(value)}
                return texts.pop() if len(texts) == 1 else "{}"
        return "{}"

    def _filled(self, node: Node, steps: int) -> str:
        parts = iter(node.all("part"))
        pieces = node.name.split("{}")
        if len(pieces) != len(node.all("part")) + 1:
            return node.name
        text = pieces[0]
        for piece, part in zip(pieces[1:], parts, strict=True):
            inner = self.text(part, steps - 1)
            text += inner + piece
        return text

    def _made(self, call: Node, steps: int) -> str:
        texts = [self.text(argument, steps - 1) for argument in call.all("argument")]
        callee = call.one("callee")
        if callee is not None and callee.kind is NodeKind.MEMBER:
            texts.insert(0, self.text(callee.one("object"), steps - 1))
        known = [_holes(text) for text in texts if text.strip("{}/")]
        # Of base and path, the path is the telling one: it is the longest that does not look like a host alone.
        return max(known, key=lambda text: (text.count("/") - 2 * ("://" in text), len(text)), default="{}")

    def _enter(self, node: Node) -> None:
        match node.kind:
            case NodeKind.FUNCTION if node.name:
                self._functions.setdefault(node.name, []).append(node)
            case NodeKind.CLASS if node.name:
                self._classes.setdefault(node.name, []).append(node)
            case NodeKind.CALL:
                self._calls.setdefault(node.name, []).append(node)
            case NodeKind.ASSIGN:
                named = _named_function(node)
                if named is not None:
                    self._functions.setdefault(_target_name(node), []).append(named)
                self._enter_constant(node)
                self._enter_field(node)
            case NodeKind.PARAMETER:
                self._enter_field(node)
            case NodeKind.PAIR if node.name:
                value = node.one("value")
                if value is not None and value.kind is NodeKind.FUNCTION:
                    self._functions.setdefault(node.name, []).append(value)
                elif value is not None and node.within(NodeKind.FUNCTION) is None:
                    self._constants.setdefault(node.name, []).append(value)

    def _enter_field(self, node: Node) -> None:
        if node.parent is not None and node.parent.name in {"constructor", "__construct"}:
            # What a constructor is not given is what its object holds under the same name.
            self._constants.setdefault(node.name, []).extend(node.all("default"))
        around = node.within(NodeKind.FUNCTION, NodeKind.CLASS)
        makes = around is not None and around.kind is NodeKind.FUNCTION and around.name in CONSTRUCTORS
        in_class = around is not None and (around.kind is NodeKind.CLASS or (makes and node.kind is NodeKind.PARAMETER))
        if node.name and in_class:
            self._fields.setdefault(node.name, []).append(node)

    def _is_field_of_class(self, node: Node, target: Node) -> bool:
        """Whether a constructor gives a field of its class a value, without `this` as in C# and Java."""
        around = node.within(NodeKind.FUNCTION)
        owner = node.within(NodeKind.CLASS)
        if around is None or owner is None or around.name not in {*CONSTRUCTORS, owner.name} or node.one("type"):
            return False
        return any(each.within(NodeKind.CLASS) is owner for each in self._fields.get(target.name, ()))

    def _enter_constant(self, node: Node) -> None:
        targets, values = node.all("target"), node.all("value")
        if node.operator not in {"=", ":="} or len(targets) != len(values):
            return
        for target, value in zip(targets, values, strict=True):
            # What a method gives to its object is known in the whole class; what a function gives to a local is not.
            local = target.kind is NodeKind.NAME and node.within(NodeKind.FUNCTION) is not None
            local = local and not self._is_field_of_class(node, target)
            if target.kind in {NodeKind.NAME, NodeKind.MEMBER} and not local:
                self._constants.setdefault(target.name, []).append(value)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0].lower()


def function_of(node: Node) -> Node | None:
    """Return the function with a name that a node is in: closures count to the function around them."""
    found: Node | None = None
    for each in node.above():
        if each.kind is NodeKind.FUNCTION:
            found = each
            if each.name or _name_given(each):
                return each
    return found


def name_of(function: Node) -> str:
    """Return the name of a function, also where a closure is given a name by an assignment. Empty without one."""
    return function.name or _name_given(function)


def scope_of(node: Node) -> Node:
    """Return the function that a node is in, the whole file where it is in none."""
    return function_of(node) or node.root


def root_name(node: Node) -> str:
    """Return the first name of a path: `req` of `req.headers["A"]`. Empty where it is none."""
    current: Node | None = node
    while current is not None:
        match current.kind:
            case NodeKind.NAME:
                return current.name
            case NodeKind.MEMBER | NodeKind.INDEX:
                current = current.one("object")
            case NodeKind.CALL:
                current = current.one("callee")
            case NodeKind.UNARY:
                current = current.one("operand")
            case _:
                return ""
    return ""


def _words(name: str) -> set[str]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return {part.lower() for part in parts if len(part) > 2} - {"self", "the"}  # noqa: PLR2004 - short ones are letters


def _in_object(function: Node) -> bool:
    return function.parent is not None and function.parent.kind is NodeKind.PAIR


def _object_name(function: Node) -> str:
    """Return the name of the object literal that a function is a part of: `anton` for `anton = { get() {} }`."""
    around = function.within(NodeKind.ASSIGN, NodeKind.FUNCTION)
    given = around is not None and around.kind is NodeKind.ASSIGN and _in_object(function)
    return around.name if given and around is not None else ""


def _receiver_type(function: Node) -> str:
    """Return the type that a Go method belongs to."""
    return next((node.name.lstrip("*&") for each in function.all("receiver") for node in each.find(NodeKind.TYPE)), "")


def _name_given(function: Node) -> str:
    around = function.parent
    if around is not None and around.kind in {NodeKind.ASSIGN, NodeKind.PAIR} and function in around.all("value"):
        return _target_name(around)
    return ""


def _target_name(node: Node) -> str:
    """Return the name that an assignment gives, also by a member: `exports.pay = …`, `Client.prototype.pay = …`."""
    targets = node.all("target")
    return node.name or (targets[0].name if len(targets) == 1 and targets[0].kind is NodeKind.MEMBER else "")


def _named_function(node: Node) -> Node | None:
    value = node.one("value")
    return (
        value
        if _target_name(node) and value is not None and value.kind is NodeKind.FUNCTION and not value.name
        else None
    )


def _local(node: Node) -> Iterator[Node]:
    """Yield what a name is given in the functions around it, the nearest function that gives it something."""
    for scope in node.above():
        if scope.kind is not NodeKind.FUNCTION:
            continue
        found = False
        for each in scope.find(NodeKind.ASSIGN):
            targets, values = each.all("target"), each.all("value")
            for index, target in enumerate(targets):
                if target.kind is NodeKind.NAME and target.name == node.name and values and node not in values:
                    found = True
                    yield values[index] if len(values) == len(targets) else values[0]
        for parameter in scope.all("parameter"):
            if parameter.name == node.name:
                yield from parameter.all("default")
                found = True
        if found:
            return


def _is_added(value: Node) -> bool:
    return value.parent is not None and value.parent.kind is NodeKind.ASSIGN and value.parent.operator != "="


def _holes(text: str) -> str:
    return _HOLES.sub("{}", text)

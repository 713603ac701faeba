"""Go files read with tree-sitter, broken ones included.

What stands in many files, names, types and signatures, is one object in all of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern

from tree_sitter import Node

from backend.managers.go_grammar import GO
from backend.managers.go_outline import Outline
from backend.managers.go_outline.head import Head, plain_head
from backend.managers.go_outline.plain import plain_fields, plain_function
from backend.managers.nodes import first_error, last_line
from backend.managers.nodes import line as _line
from backend.managers.nodes import text as _text
from backend.managers.source import Function, Import, Member, Trouble, Type, Value
from backend.managers.text import quote
from backend.managers.unfinished import EMPTY, conflict

_OWNER = re.compile(r"\(\s*(?!_\b)(\w+)\b\s*[*\w(]")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_VERSION = re.compile(r"v[0-9]+")
_BUILTIN = re.compile(rb"\b(?=(?:new|make)\((?![\[*]|map\[|func\(|(?:chan|struct|interface)\b))\w")
_GENERIC = re.compile(rb"^(func \([^()\n]*\) \w+)(\[[^\n]*?\])(?=\()", re.MULTILINE)
_DISK = re.compile(r"^[A-Za-z]:|\\|^/")


@dataclass(frozen=True, slots=True)
class GoSource:
    """What a Go file declares, and what is wrong with it."""

    package: str
    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    types: tuple[Type, ...]
    values: tuple[Value, ...]
    troubles: tuple[Trouble, ...]


def read_go(source: bytes, outline: Outline | None = None) -> GoSource:
    """Read one Go file; any bytes give an answer, what is wrong is told in `troubles`.

    Args:
        source: UTF-8 without byte order mark.
        outline: Its outline; of its rest only what is behind a plain head is parsed.
    """
    known, head, root = _parsed(source, outline or Outline(source))
    package = head.package
    imports = [*head.imports]
    functions: list[Function] = []
    types: list[Type] = []
    values: list[Value] = []
    strays: list[Node] = []
    begins = known.begins
    for node in _declarations(root):
        behind = functions or types or values or _line(node) > begins
        match node.type:
            case "package_clause":
                if package or imports or behind:
                    strays.append(node)
                package = package or _text(node.named_child(0))
            case "import_declaration":
                if behind:
                    strays.append(node)
                imports.extend(_imports(node))
            case "function_declaration" | "method_declaration":
                functions.append(_function(node))
            case "type_declaration":
                types.extend(_types(node))
            case "const_declaration" | "var_declaration":
                values.extend(_values(node))
            case "comment":
                pass
            case _:
                strays.append(node)
    return GoSource(
        package,
        tuple(imports),
        tuple(sorted((*known.functions, *functions), key=lambda one: one.line)),
        tuple(sorted((*known.types, *types), key=lambda one: one.line)),
        tuple(values),
        (*_troubles(root, source, package, strays), *_import_troubles(imports)),
    )


def _parsed(source: bytes, outline: Outline) -> tuple[Outline, Head, Node]:
    """What is known of a file, its head, and the syntax of the rest.

    Where something is wrong somewhere, all is in the rest.
    """
    head = plain_head(outline.rest, outline.begins)
    if head.rest and not outline.is_partial:  # as where a body may be wrong
        head = Head("", (), outline.rest)
    root = _tree(head.rest)
    if root.has_error and outline.is_partial:
        return Outline(source), Head("", (), source), _tree(source)
    return outline, head, root


def _tree(source: bytes) -> Node:
    """The file's syntax; what Go has and the grammar has not is hidden from that, length by length.

    That is `new` of a value, `make` as a function of the file's own, and methods with type
    parameters.
    """
    root = GO.parse(source).root_node
    if not root.has_error:
        return root
    known = _GENERIC.sub(lambda found: found[1] + b" " * len(found[2]), _BUILTIN.sub(b"_", source))
    return root if known == source else GO.parse(known).root_node


def _declarations(root: Node) -> Iterator[Node]:
    """Top-level nodes, and those that error recovery put below an error."""
    pending = [root]
    while pending:
        for node in pending.pop().named_children:
            if node.type == "ERROR":
                pending.append(node)
            else:
                yield node


def _imports(declaration: Node) -> Iterator[Import]:
    specs = [
        spec
        for child in declaration.named_children
        for spec in (child.named_children if child.type == "import_spec_list" else [child])
        if spec.type == "import_spec"
    ]
    for spec in specs:
        path = _text(spec.child_by_field_name("path")).strip('"`')
        if path:
            yield Import(intern(path), _line(spec), intern(quote(_text(spec))))


def _function(node: Node) -> Function:
    if not node.has_error and (plain := plain_function(_text(node), _line(node), last_line(node))):
        return plain
    name = intern(_text(node.child_by_field_name("name")))
    parameters = _text(node.child_by_field_name("parameters"))
    result = _text(node.child_by_field_name("result"))
    declared = _text(node.child_by_field_name("receiver"))
    receiver = intern(receiver_of(declared))
    signature = intern(" ".join(f"{parameters} {result}".split()))
    owner = intern(named[1]) if (named := _OWNER.match(declared)) else ""
    return Function(name, _line(node), receiver, signature, last_line(node), _shape(node), owner)


def receiver_of(declared: str) -> str:
    """`Box` of `(b *Box[T])`."""
    names = _IDENTIFIER.findall(declared.partition("[")[0])
    return names[-1] if names else ""


def _types(declaration: Node) -> Iterator[Type]:
    for spec in declaration.named_children:
        behind = spec.child_by_field_name("type")
        name = _text(spec.child_by_field_name("name"))
        if behind is None or not name:
            continue
        if behind.type == "struct_type":
            plain = None if behind.has_error else plain_fields(_text(behind), _line(behind))
            members = tuple(_fields(behind)) if plain is None else plain
            yield Type(name, "struct", _line(spec), members)
        elif behind.type == "interface_type":
            yield Type(name, "interface", _line(spec), tuple(_methods(behind)))
        else:
            definition = " ".join(_text(behind).split())
            yield Type(name, "other", _line(spec), definition=definition)


def _values(declaration: Node) -> Iterator[Value]:
    pending = list(declaration.named_children)
    while pending:
        node = pending.pop(0)
        if node.type in ("const_spec", "var_spec"):
            for name in node.children_by_field_name("name"):
                if name.type == "identifier":  # commas carry the field's name, too
                    yield Value(intern(_text(name)), _line(name))
        elif node.type == "var_spec_list":
            pending[:0] = node.named_children


def _fields(struct: Node) -> Iterator[Member]:
    for block in struct.named_children:
        for entry in block.named_children:
            if entry.type != "field_declaration":
                continue
            kind = " ".join(_text(entry.child_by_field_name("type")).split())
            names = [_text(name) for name in entry.children_by_field_name("name")]
            embedded = not names
            if embedded:
                names = [kind.rpartition(".")[2]]
                kind = f"*{kind}" if entry.children[0].type == "*" else kind
            for name in names:
                yield Member(intern(name), intern(kind), _line(entry), embedded)


def _methods(interface: Node) -> Iterator[Member]:
    for entry in interface.named_children:
        if entry.type == "method_elem":
            name = intern(_text(entry.child_by_field_name("name")))
            yield Member(name, _shape(entry), _line(entry))
        elif entry.type == "type_elem":
            yield Member(_text(entry), "embedded", _line(entry), embedded=True)


def _shape(node: Node) -> str:
    """Parameters and results of a function or method, by their types alone."""
    parameters = _types_only(node.child_by_field_name("parameters"))
    result = _types_only(node.child_by_field_name("result"))
    return intern(f"({parameters}) {result}".rstrip())


def _types_only(node: Node | None) -> str:
    """A parameter list without the parameters' names, which say nothing about the shape."""
    if node is None:
        return ""
    if node.type != "parameter_list":
        return " ".join(_text(node).split())
    kinds: list[str] = []
    for entry in node.named_children:
        kind = " ".join(_text(entry.child_by_field_name("type")).split())
        kind = f"...{kind}" if entry.type == "variadic_parameter_declaration" else kind
        kinds.extend([kind] * max(1, len(entry.children_by_field_name("name"))))
    return ", ".join(kinds)


def _troubles(root: Node, source: bytes, package: str, strays: Iterable[Node]) -> Iterator[Trouble]:
    if not source.strip():
        yield EMPTY
        return
    if merge := conflict(source):
        yield merge
        return
    if not package:
        yield Trouble("no-package", 0, "no package clause")
    # The parser takes statements, and declarations in any order.
    wrong = [_line(node) for node in strays if node.parent == root]
    if root.has_error:
        wrong.append(first_error(root))
    if wrong:
        yield Trouble("syntax", min(wrong), "Go's grammar does not accept it")


def _import_troubles(imports: Iterable[Import]) -> Iterator[Trouble]:
    for item in imports:
        if is_relative(item.path):
            yield Trouble("import-path", item.line, f'"{item.path}" is relative; modules refuse it')
        elif is_on_disk(item.path):
            yield Trouble("import-path", item.line, f'"{item.path}" names a disk of one machine')
        elif not item.path.isprintable():
            yield Trouble("import-path", item.line, "an import holds unprintable characters")


def imported_as(item: Import) -> str:
    """The name that an import has in its file; of one without, what its path's end suggests."""
    alias = item.text.partition('"')[0].strip()
    if alias:
        return alias
    elements = [one for one in item.path.split("/") if not _VERSION.fullmatch(one)]
    return elements[-1] if elements else ""


def is_relative(path: str) -> bool:
    """Whether an import path begins where the file lies."""
    return path in (".", "..") or path.startswith(("./", "../"))


def is_on_disk(path: str) -> bool:
    r"""Whether an import path is one of a disk: `C:/…`, `/…`, or with backslashes."""
    return _DISK.search(path) is not None

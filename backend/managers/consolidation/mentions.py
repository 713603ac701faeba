"""Where a Go file speaks of a name: its own package's, or one of a package that it imports."""

from collections.abc import Container, Iterator, Mapping
from functools import cache

from tree_sitter import Node, Query, QueryCursor

from backend.managers.go_grammar import GO, LANGUAGE
from backend.managers.go_source import receiver_of
from backend.managers.nodes import above, line, text

_SAID = """
(identifier) @own
(type_identifier) @own
(selector_expression operand: (identifier) @package field: (field_identifier) @member)
(qualified_type package: (package_identifier) @package name: (type_identifier) @member)
"""
_NAMED_HERE = frozenset(
    ("parameter_declaration", "variadic_parameter_declaration", "var_spec", "const_spec")
)
"""Nodes whose `name` is a new one, whatever the package has under it."""

_DECLARATIONS = frozenset(("type_spec", "type_alias", "function_declaration", "method_declaration"))


def own_mentions(source: bytes, leaving: Container[str]) -> Iterator[tuple[str, int]]:
    """Names of the file's own package that it speaks of, each with its line.

    A variable or parameter of such a name that is used further down is taken for it.

    Args:
        source: Of a Go file.
        leaving: The names to look for. What their own declarations and methods say is left out:
            it leaves with them.
    """
    _, nodes = _captured(source)
    for node in nodes:
        if text(node) in leaving and not _means_another(node) and not _leaves(node, leaving):
            yield text(node), line(node)


def members(source: bytes, package: str) -> Iterator[tuple[str, int]]:
    """Names behind `package.`, each with its line."""
    pairs, _ = _captured(source)
    for qualifier, member in pairs:
        if text(qualifier) == package:
            yield text(member), line(member)


def taken_names(
    source: bytes, leaving: Container[str], gone: Mapping[str, Container[str]]
) -> Iterator[str]:
    """What the file still calls something by itself once some names have left.

    Args:
        source: Of a Go file.
        leaving: Names of its own package that leave.
        gone: What a package loses, by what the file calls the package: where that was all the file
            wanted of it, the package's name is free.
    """
    pairs, own = _captured(source)
    lost = {one for one, member in pairs if text(member) in gone.get(text(one), ())}
    stays = (node for node in own if text(node) not in leaving or _is_new(node))
    for node in (*(node for node in stays if not _is_member(node)), *(one for one, _ in pairs)):
        if node not in lost:
            yield text(node)


def _captured(source: bytes) -> tuple[list[tuple[Node, Node]], list[Node]]:
    """Qualifiers with what stands behind them, and identifiers that stand alone."""
    pairs, own = [], []
    for _, found in QueryCursor(_query()).matches(GO.parse(source).root_node):
        if "own" in found:
            own += found["own"]
        else:
            pairs.append((found["package"][0], found["member"][0]))
    return pairs, own


@cache
def _query() -> Query:
    return Query(LANGUAGE, _SAID)


def _means_another(node: Node) -> bool:
    """Whether it names a member of another package, a new variable, or a field."""
    return _is_member(node) or _is_new(node)


def _is_member(node: Node) -> bool:
    """Whether it is looked for in another package, or among the fields of a struct."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "qualified_type":
        return True
    return parent.type == "literal_element" and _is_field(parent)


def _is_new(node: Node) -> bool:
    """Whether it names a new variable."""
    parent = node.parent
    if parent is None or parent.type not in _NAMED_HERE:
        return False
    return node in parent.children_by_field_name("name")


def _leaves(node: Node, leaving: Container[str]) -> bool:
    """Whether it stands in what leaves: a declaration of such a name, or one of its methods."""
    for declaration in above(node, _DECLARATIONS):
        if declaration.type == "method_declaration":
            name = receiver_of(text(declaration.child_by_field_name("receiver")))
        else:
            name = text(declaration.child_by_field_name("name"))
        if name in leaving:
            return True
    return False


def _is_field(element: Node) -> bool:
    """Whether an element of a composite literal is the key of a struct's."""
    pair = element.parent
    if pair is None or pair.type != "keyed_element" or pair.named_children[0] != element:
        return False
    literal = pair.parent.parent if pair.parent is not None else None
    kind = literal.child_by_field_name("type") if literal is not None else None
    return kind is None or kind.type not in ("map_type", "array_type", "slice_type")

"""Scripts that Python, TypeScript and JavaScript run by their path, where it is written out."""

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Node, Query, QueryCursor

from backend.managers import nodes
from backend.managers.grammars import grammar
from backend.managers.source import Import
from backend.managers.text import quote

_CALLS = {
    "python": "(call function: (_) @called arguments: (argument_list) @given) @call",
    "typescript": "(call_expression function: (_) @called arguments: (arguments) @given) @call",
}
_MAY_RUN = {
    "python": re.compile(rb"subprocess|os\.system|run_path"),
    "typescript": re.compile(rb"child_process"),
}
"""In files without it nothing is run."""

_RUNS = {
    "python": re.compile(
        r"(?:subprocess\.)?(?:run|call|check_call|check_output|Popen)|os\.system"
        r"|(?:runpy\.)?run_path"
    ),
    "typescript": re.compile(
        r"(?:\w+\.)?(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|fork)"
    ),
}
_LISTS = frozenset({"argument_list", "arguments", "list", "array"})
_TEXTS = frozenset({"string", "template_string"})
_FILLED = frozenset({"interpolation", "template_substitution"})
_EDGES = re.compile(r"^[A-Za-z]*(?:\"\"\"|\'\'\'|[\"\'`])|(?:\"\"\"|\'\'\'|[\"\'`])$")
_BACKSLASHES = re.compile(r"\\+")
_SCRIPT = re.compile(
    r"(?:\.{0,2}[\w.~-]*[\\/])*[\w.-]+\.(?:py|ps1|sh|js|mjs|ts|go)$", re.IGNORECASE
)


def runs_in(root: Node, source: bytes, language: str) -> tuple[Import, ...]:
    """Every script that a file runs, in order.

    Args:
        root: Of its tree.
        source: Its content.
        language: `python`, `typescript` or `tsx`.
    """
    kind = "python" if language == "python" else "typescript"
    if not _MAY_RUN[kind].search(source):
        return ()
    found = [
        Import(path, nodes.line(call), quote(nodes.text(call)))
        for call, called, given in _calls(root, language)
        if _RUNS[kind].fullmatch(nodes.text(called))
        for path in _paths(list(_literals(given)))
    ]
    return tuple(sorted(found, key=lambda item: (item.line, item.path)))


def _calls(root: Node, language: str) -> Iterator[tuple[Node, Node, Node]]:
    for _, one in QueryCursor(_query(language)).matches(root):
        yield one["call"][0], one["called"][0], one["given"][0]


@cache
def _query(language: str) -> Query:
    return Query(grammar(language), _CALLS.get(language, _CALLS["typescript"]))


def _literals(given: Node) -> Iterator[str]:
    """Texts among arguments, and in lists among them, that nothing is inserted in."""
    for node in given.named_children:
        if node.type in _LISTS:
            yield from _literals(node)
        elif node.type in _TEXTS and not any(one.type in _FILLED for one in node.named_children):
            yield _EDGES.sub("", nodes.text(node))


def _paths(texts: list[str]) -> Iterator[str]:
    """Scripts that a command names, and the folder that `go run` is given."""
    words = [_BACKSLASHES.sub("/", word) for text in texts for word in text.split()]
    for before, word in zip(("", *words), words, strict=False):
        if _SCRIPT.fullmatch(word) or (before == "run" and "go" in words and "/" in word):
            yield word

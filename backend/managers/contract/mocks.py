"""Whether an implementation is a mock.

A type is one where any of these rules holds:

- name: a word of its name is mock, fake, stub, dummy, noop, or spy;
- test: it is declared in a test file;
- package: so is a word of its package, of a folder it lies in, or of its file's name, or the
  folder is of examples, demos, tests or test data;
- testify: it embeds testify's `mock.Mock`;
- constants: at least two of the contract's methods that it has may fail, by the error they
  return, and none of them ever does: each returns literals and calls nothing that works (see
  `constant.is_constant`).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from backend.managers.constant import is_constant
from backend.managers.files import source_lines
from backend.managers.pretending import pretends
from backend.managers.source import Function, SourceFile, Type
from backend.managers.text import words
from backend.model.finding import Evidence

_ASIDE = frozenset({"example", "examples", "demo", "demos", "test", "tests", "testutil", "testing"})

Method = tuple[SourceFile, Function]


def mock_evidence(
    file: SourceFile, kind: Type, methods: Sequence[Method], start: int
) -> tuple[Evidence, ...]:
    """What speaks for a type being a mock; nothing for a real one.

    Args:
        file: Where it is declared.
        kind: The type.
        methods: Those of the contract that it has.
        start: How many parts of the path name its manager, which says nothing.
    """
    return tuple(chain(_by_place(file, kind, start), _by_content(file, kind, methods)))


def _by_place(file: SourceFile, kind: Type, start: int) -> Iterator[Evidence]:
    if pretends(kind.name):
        yield _evidence(file, kind.line, f"type {kind.name}", "name")
    if file.test:
        yield _evidence(file, kind.line, "declared in a test file", "test")
    *folders, name = file.path.split("/")[start:]
    around = (*folders, file.package)
    aside = not _ASIDE.isdisjoint(word for part in around for word in words(part))
    if aside or any(map(pretends, (*around, name))):
        yield _evidence(file, kind.line, f"{'/'.join((*folders, name))}", "package")


def _by_content(file: SourceFile, kind: Type, methods: Sequence[Method]) -> Iterator[Evidence]:
    for member in kind.members:
        if member.embedded and member.type.lstrip("*") == "mock.Mock":
            yield _evidence(file, member.line, f"embeds {member.type}", "testify")
    fallible = [
        (where, method) for where, method in methods if method.shape.rstrip(")").endswith("error")
    ]
    if len(fallible) > 1 and all(is_constant(_text(*method)) for method in fallible):
        for where, method in fallible:
            yield _evidence(
                where, method.line, f"{method.name} only ever returns literals", "constants"
            )


def _text(file: SourceFile, method: Function) -> str:
    return "\n".join(_lines(file)[method.line - 1 : method.end])


_lines = lru_cache(maxsize=1)(source_lines)
"""The methods of a type mostly stand in one file."""


def _evidence(file: SourceFile, line: int, text: str, rule: str) -> Evidence:
    return Evidence(kind="mock", path=file.path, line=line, text=text, rule=rule, test=file.test)

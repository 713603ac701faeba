"""What one source file says: the facts every later step rests on.

There are tens of thousands of some: tuples with names are made, and passed between processes, at a
third of the price of frozen data classes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from backend.managers.tokens import NO_TOKENS, Tokens

T = TypeVar("T")

_TEST = re.compile(r"Test(?![a-z])")
_ANONYMOUS = re.compile(r"\bstruct ?\{")


class Trouble(NamedTuple):
    """Something wrong with a file: `kind` is the finding's kind, line 0 the whole file."""

    kind: str
    line: int
    summary: str


class Import(NamedTuple):
    """One import, and its line as written."""

    path: str
    line: int
    text: str


class Called(NamedTuple):
    """One call as a script writes it.

    Attributes:
        names: What is called last, before it what it is called on: `("self", "errors", "report")`.
        alone: Whether its result is not used.
    """

    names: tuple[str, ...]
    line: int
    alone: bool


class Function(NamedTuple):
    """One function or method.

    Attributes:
        receiver: Type it belongs to; empty for functions.
        signature: Parameters and results as written, in one line.
        end: Its last line; 0 where that is not known.
        shape: The signature's types alone, in Go.
        owner: What a method of Go calls its receiver; empty where it does not.
    """

    name: str
    line: int
    receiver: str = ""
    signature: str = ""
    end: int = 0
    shape: str = ""
    owner: str = ""

    @property
    def exported(self) -> bool:
        """Whether other packages can call it."""
        return self.name[:1].isupper()

    @property
    def tests(self) -> bool:
        """Whether it is a test of Go, also in a file that is not called one."""
        return "*testing." in self.signature or (
            not self.receiver and self.signature == "()" and _TEST.match(self.name) is not None
        )


class Value(NamedTuple):
    """One constant or variable of a package."""

    name: str
    line: int


class Member(NamedTuple):
    """A field of a struct, or a method of an interface with its signature as type.

    Attributes:
        embedded: Whether it stands without a name of its own, and lends its methods.
    """

    name: str
    type: str
    line: int
    embedded: bool = False

    @property
    def outer(self) -> str:
        """The type up to where an anonymous struct begins, whose fields are no types."""
        return _ANONYMOUS.split(self.type, maxsplit=1)[0]


class Type(NamedTuple):
    """One declared type.

    Attributes:
        form: `struct`, `interface` or `other`.
        definition: What stands behind the name, for forms without members.
    """

    name: str
    form: str
    line: int
    members: tuple[Member, ...] = ()
    definition: str = ""

    @property
    def exported(self) -> bool:
        """Whether other packages can name it."""
        return self.name[:1].isupper()

    def shape(self) -> tuple[str, ...]:
        """What makes two types of one name the same: members in any order, or definition."""
        if self.form == "other":
            return (self.form, self.definition)
        return (self.form, *sorted(f"{member.name} {member.type}" for member in self.members))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class SourceFile:
    """One file of a manager; the same one as long as the file stays as it is.

    Attributes:
        path: Relative to the root.
        folder: Where it lies, resolved, for imports.
        test: Whether it is a test.
        package: Go package name; empty in other languages or where there is none.
        ignored: Whether it is kept out of every build for linux/amd64.
        generated: Whether it is Go that a program wrote, which nobody keeps by hand.
        runs: Scripts that a script runs by their path.
        tokens: Of Go files.
        calls: What may lead to other managers, in Python, TypeScript and JavaScript outside tests.
        called_on: Names that something may be called on, in scripts outside tests.
        commands: What may be commands, in lower case, in PowerShell outside tests.
    """

    path: str
    folder: Path
    language: str
    lines: int = 0
    test: bool = False
    package: str = ""
    ignored: bool = False
    generated: bool = False
    imports: tuple[Import, ...] = ()
    runs: tuple[Import, ...] = ()
    functions: tuple[Function, ...] = ()
    types: tuple[Type, ...] = ()
    values: tuple[Value, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    tokens: Tokens = NO_TOKENS

    @property
    def declared(self) -> Iterator[str]:
        """The types, constants, variables and functions that it declares for its package."""
        yield from (one.name for one in self.types)
        yield from (one.name for one in self.values)
        yield from (one.name for one in self.functions if not one.receiver)

    @property
    def directory(self) -> str:
        """Its folder relative to the root; `.` where that is the root."""
        return self.path.rpartition("/")[0] or "."

    calls: tuple[Called, ...] = ()
    called_on: frozenset[str] = frozenset()
    commands: frozenset[str] = frozenset()

    def __reduce__(self) -> tuple[Callable[..., "SourceFile"], tuple[Any, ...]]:
        """For another process: plain tuples are passed at half the price of those with names."""
        tokens = self.tokens
        return _named, (
            str(self.folder),
            _plain(self.imports),
            _plain(self.runs),
            _plain(self.functions),
            tuple([(*kind[:3], _plain(kind.members), kind.definition) for kind in self.types]),
            _plain(self.values),
            _plain(self.troubles),
            (tokens.raw, tokens.normal, tokens.lines, tokens.before_dots),
            _plain(self.calls),
            {name: getattr(self, name) for name in _AS_IT_IS},
        )


_AS_IT_IS = (
    *("path", "language", "lines", "test", "package", "ignored", "generated", "called_on"),
    "commands",
)
"""What a file has that is passed between processes as it is."""


def _plain(named: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, named))


def _named(folder: str, *plain: Any) -> SourceFile:
    """The same file in another process."""
    imports, runs, functions, types, values, troubles, tokens, calls, others = plain
    return SourceFile(
        folder=_folder(folder),
        imports=_all(Import, imports),
        runs=_all(Import, runs),
        functions=_all(Function, functions),
        types=tuple(
            [
                Type(name, form, line, _all(Member, members), definition)
                for name, form, line, members, definition in types
            ]
        ),
        values=_all(Value, values),
        troubles=_all(Trouble, troubles),
        tokens=Tokens(*tokens),
        calls=_all(Called, calls),
        **others,
    )


def _all(kind: type[T], plain: Iterable[tuple[Any, ...]]) -> tuple[T, ...]:
    """Tuples with names of plain ones; not by `_make`, which takes three times as long."""
    return tuple(map(cast("Callable[..., T]", partial(tuple.__new__, kind)), plain))


_folder = lru_cache(maxsize=1 << 10)(Path)

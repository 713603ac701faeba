"""What one source file says: the facts every later step rests on.

There are tens of thousands of some: tuples with names are made, and passed between processes, at a
third of the price of frozen data classes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from backend.managers.tokens import NO_TOKENS, Tokens

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

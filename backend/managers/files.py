"""Any source file to its facts, by language."""

import codecs
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from backend.managers.go_constraints import is_excluded
from backend.managers.go_outline import Outline, outlines
from backend.managers.go_source import read_go
from backend.managers.go_tokens import cut_go, go_tokens, is_generated
from backend.managers.grammar_source import read_by_grammar
from backend.managers.powershell_source import read_powershell
from backend.managers.powershell_words import commands_in, methods_on
from backend.managers.source import Function, SourceFile, Trouble
from backend.managers.tokens import Tokens
from backend.managers.unfinished import EMPTY, conflict

LARGEST = 4 * 1024 * 1024
"""Bytes above which a file is listed and not read."""

LANGUAGES = {
    ".go": "Go",
    ".ps1": "PowerShell",
    ".psm1": "PowerShell",
    ".psd1": "PowerShell",
    ".py": "Python",
    ".ts": "TypeScript",
    ".tsx": "TypeScript",
    ".js": "JavaScript",
    ".jsx": "JavaScript",
    ".mjs": "JavaScript",
}

_MARKER = "__init__.py"
"""A file that Python wants to be there, and that mostly is empty."""

_DOCUMENTATION = "documentation"
"""Package clause of Go files that no build takes."""

_TEST = re.compile(
    r"_test\.go$|\.tests?\.(ps1|psm1|[jt]sx?|mjs)$|^test_.*\.py$|_test\.py$|\.spec\.[jt]sx?$"
    r"|^test[-_].*\.ps1$|[-_]tests?\.ps1$",
    re.I,
)
_TESTS = frozenset({"__tests__", "test", "tests"})
"""Folders of tests, but for Go, which tells its own by their names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read.

    Attributes:
        path: Where it lies, resolved.
        name: Its path relative to the root, as it is shown.
        language: As `language_of` says.
    """

    path: Path
    name: str
    language: str


def language_of(name: str) -> str | None:
    """The language of a file name, or None where it is no source file."""
    _, dot, suffix = name.rpartition(".")
    return LANGUAGES.get(dot + suffix.lower())


def read_source(path: Path, name: str, language: str) -> SourceFile:
    """Read one source file, named as in `Wanted`; what cannot be read is told in `troubles`."""
    return facts(path, name, language, content(path))


def facts(path: Path, name: str, language: str, source: bytes | Trouble) -> SourceFile:
    """What the content of one file says, as `content` returned it."""
    (file,) = facts_of([(Wanted(path, name, language), source)])
    return file


def facts_of(contents: Iterable[tuple[Wanted, bytes | Trouble]]) -> list[SourceFile]:
    """What the contents of several files say, in their order; those in Go are cut together."""
    read = [(wanted.path.name, *_said(wanted, source)) for wanted, source in contents]
    made = cut_go([go for _, _, go in read if go is not None])
    rest = zip(outlines(made), go_tokens(made), strict=True)
    return [file if go is None else _go(name, file, go, *next(rest)) for name, file, go in read]


def _said(wanted: Wanted, source: bytes | Trouble) -> tuple[SourceFile, bytes | None]:
    """What a file says; where it is Go, only what is wrong with its encoding, and its text."""
    path, name, language = wanted.path, wanted.name, wanted.language
    test = is_test(path, name, language)
    if isinstance(source, Trouble):
        return SourceFile(name, path.parent, language, test=test, troubles=(source,)), None
    text, encoding = _utf8(source)
    file = SourceFile(name, path.parent, language, _lines(text), test, troubles=encoding)
    return (file, text) if language == "Go" else (_script(file, path, text), None)


def _go(name: str, file: SourceFile, text: bytes, outline: Outline, tokens: Tokens) -> SourceFile:
    """A Go file with what it says.

    Args:
        name: Of the file, without its folder.
        file: With what was wrong with its encoding as `troubles`.
        text: Its content.
        outline: Its outline.
        tokens: Its tokens.
    """
    go = read_go(text, None if file.troubles else outline)  # there is none of what is not UTF-8
    return replace(
        file,
        package=go.package,
        ignored=is_excluded(name, text) or go.package == _DOCUMENTATION,
        generated=is_generated(text),
        imports=go.imports,
        functions=go.functions,
        types=go.types,
        values=go.values,
        troubles=file.troubles + go.troubles,
        tokens=tokens,
    )


def _script(file: SourceFile, path: Path, text: bytes) -> SourceFile:
    """A script with what it says.

    Args:
        file: With what was wrong with its encoding as `troubles`.
        path: Where it lies.
        text: Its content.
    """
    encoding = file.troubles
    unfinished = _unfinished(path.name, text)
    if file.language == "PowerShell":
        shell = read_powershell(text)
        test = file.test and not _is_command(path, shell.functions)
        return replace(
            file,
            test=test,
            imports=shell.imports,
            functions=shell.functions,
            types=shell.types,
            runs=shell.runs,
            troubles=encoding + unfinished,
            called_on=frozenset() if test else methods_on(shell.code),
            commands=frozenset() if test else commands_in(shell.code),
        )
    said = read_by_grammar(text, path.suffix.lower()[1:], calling=not file.test)
    return replace(
        file,
        imports=said.imports,
        functions=said.functions,
        types=said.types,
        runs=said.runs,
        troubles=encoding + (unfinished or said.troubles),
        calls=said.calls,
        called_on=frozenset(name for call in said.calls for name in call.names[:-1]),
    )


def is_test(path: Path, name: str, language: str) -> bool:
    """Whether its name or a folder below its manager's calls a file a test."""
    if _TEST.search(path.name):
        return True
    return language != "Go" and not _TESTS.isdisjoint(PurePosixPath(name).parts[1:-1])


def _is_command(path: Path, functions: Sequence[Function]) -> bool:
    """Whether a script holds the command it is called after: `Test-Path.ps1` tests paths."""
    return any(function.name.lower() == path.stem.lower() for function in functions)


def _lines(text: bytes) -> int:
    if b"\r" in text:
        return len(text.splitlines())
    return text.count(b"\n") + (text[-1:] not in (b"", b"\n"))


def _unfinished(name: str, text: bytes) -> tuple[Trouble, ...]:
    """What is wrong with a script whatever its grammar says of it; at most one thing."""
    if not text.strip():
        return () if name == _MARKER else (EMPTY,)
    merge = conflict(text)
    return (merge,) if merge else ()


def source_lines(file: SourceFile) -> tuple[str, ...]:
    """A file's lines once more, for the few that are looked into; none where it is gone."""
    try:
        text = (file.folder / PurePosixPath(file.path).name).read_bytes()
    except OSError:
        return ()
    return tuple(text.decode("utf-8-sig", "replace").split("\n"))


def content(path: Path) -> bytes | Trouble:
    """The bytes of a file, or why there are none."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return Trouble("unreadable", 0, f"cannot be read: {path.name} is no regular file")
        if about.st_size > LARGEST:
            size = f"{about.st_size:,} bytes; files above {LARGEST:,} are not read"
            return Trouble("huge", 0, size)
        return path.read_bytes()
    except OSError as error:
        return Trouble("unreadable", 0, f"cannot be read: {error.strerror or error}")


def _utf8(source: bytes) -> tuple[bytes, tuple[Trouble, ...]]:
    """The source as UTF-8 without byte order mark, and what was wrong with its encoding."""
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = source.decode("utf-16", "replace").encode("utf-8", "replace")
        return text, (Trouble("encoding", 0, "is UTF-16, Go and most tools want UTF-8"),)
    source = source.removeprefix(codecs.BOM_UTF8)
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return source, (Trouble("encoding", line, "is not UTF-8"),)
    return source, ()

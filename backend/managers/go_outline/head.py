"""The heads of Go files, package clause and imports, read from their text alone.

Where functions and structs are plain too, nothing else is left of six files in ten. Only what the
grammar takes is taken here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from sys import intern

from backend.managers.source import Import
from backend.managers.text import quote

_ASIDE = rb"(?:[ \t\r\n]++|//[^\n\0]*+\n|/\*(?:[^*\0]|\*(?!/))*+\*/)*+"
"""White space and comments."""

_END = rb"[ \t\r]*+(?://[^\n\0]*+)?\n"
"""The rest of a line that ends what stands in it."""

_KEYWORDS = (
    b"break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import"
    b"|interface|map|package|range|return|select|struct|switch|type|var"
)
_NAME = rb"(?!(?:_|%b)\b)[A-Za-z_][A-Za-z0-9_]*+(?![\x80-\xff])" % _KEYWORDS
_SPEC = rb'(?:(?:\.|_|%b)[ \t]*+)?"[ !#-\[\]-_a-~]*+"' % _NAME
_LIST = rb"(?:%b%b%b)*+" % (_ASIDE, _SPEC, _END)

_CLAUSE = re.compile(rb"%bpackage[ \t]++(%b)%b" % (_ASIDE, _NAME, _END))
_IMPORT = re.compile(
    rb"%bimport\b[ \t]*+(?:(%b)|\((%b)%b\))%b" % (_ASIDE, _SPEC, _LIST, _ASIDE, _END)
)
_LISTED = re.compile(rb"%b(%b)%b" % (_ASIDE, _SPEC, _END))
_ALL_ASIDE = re.compile(_ASIDE)


@dataclass(frozen=True, slots=True)
class Head:
    """A file's package and its imports, and what is behind them; lines keep their numbers."""

    package: str
    imports: tuple[Import, ...]
    rest: bytes


def plain_head(text: bytes, before: float = inf) -> Head:
    """The head of a file; an empty one where that is not of the usual form.

    Args:
        text: Of the file.
        before: The line that all of the head has to be before.
    """
    clause = _CLAUSE.match(text)
    at, imports = clause.end() if clause else 0, list[Import]()
    while clause and (declared := _IMPORT.match(text, at)):
        imports += _imports(text, declared)
        at = declared.end()
    if clause is None or _line(text, at) > before:
        return Head("", (), text)
    behind = b"" if _ALL_ASIDE.fullmatch(text, at) else b"\n" * text.count(b"\n", 0, at) + text[at:]
    return Head(intern(clause[1].decode()), tuple(imports), behind)


def _imports(text: bytes, declared: re.Match[bytes]) -> Iterator[Import]:
    listed = [found.span(1) for found in _LISTED.finditer(text, *declared.span(2))]
    for begin, end in listed if declared[1] is None else [declared.span(1)]:
        spec = text[begin:end].decode()
        if path := spec[spec.index('"') + 1 : -1]:
            yield Import(intern(path), _line(text, begin), intern(quote(spec)))


def _line(text: bytes, at: int) -> int:
    return 1 + text.count(b"\n", 0, at)

"""Go declarations of the usual form, read from their text alone: that is nine of ten.

Walking over the nodes of their syntax takes about as long as parsing them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from sys import intern

from backend.managers.source import Function, Member, Type

_TYPE = r"(?:\*|\[\d*\]|map\[[*\w.]+\])*[^\W\d][\w.]*(?:\{\})?"
_NO_TYPE = r"(?<!struct)(?<!interface)"
"""What has its braces still before it."""

_HEADER = re.compile(
    r"func (?:\((?:(\w+) )?\*?(\w+)\) )?(\w+)(\([^()/]*\))"
    rf"(?: ([*\[\w.\]]+{_NO_TYPE}|\([^()/]*\)))? *\{{"
)
_STRUCT = re.compile(r"type (\w+) ")
_PARAMETER = re.compile(rf"(?:(\w+)\s+)?((?:\.\.\.)?{_TYPE})")
_FIELD = re.compile(
    rf"[ \t]*(?:(\w+)[ \t]+({_TYPE})|(\*?(?:\w+\.)?(\w+)))?[ \t]*(?:`[^`]*`)?[ \t]*(?://.*)?\r?"
)
_REMEMBERED = 1 << 14
"""Signatures, which repeat."""


def plain_function(text: str, line: int, end: int) -> Function | None:
    """A function by its text; none where its header is not of the usual form.

    Args:
        text: Of the function, which holds no syntax error.
        line: Its first line.
        end: Its last line.
    """
    header = _HEADER.match(text)
    said = header and _said(header[4], header[5] or "")
    if header is None or said is None:
        return None
    owner, receiver = (intern(word or "") for word in header.group(1, 2))
    signature, shape = said
    name = intern(header[3])
    return Function(name, line, receiver, signature, end, shape, "" if owner == "_" else owner)


def plain_struct(text: str, line: int) -> Type | None:
    """A struct with its name by its text, as `plain_fields`."""
    header = _STRUCT.match(text)
    members = header and plain_fields(text[header.end() :], line)
    if header is None or members is None:
        return None
    return Type(header[1], "struct", line, members)


def plain_fields(text: str, line: int) -> tuple[Member, ...] | None:
    """The fields of a struct by its text; none where one is not of the usual form.

    Args:
        text: Of the struct, which holds no syntax error.
        line: Its first line.
    """
    first, *lines = text.split("\n")
    if not lines:
        return () if first in ("struct{}", "struct {}") else None
    if first.rstrip() not in ("struct {", "struct{") or lines.pop().strip() != "}":
        return None
    found = [_FIELD.fullmatch(entry) for entry in lines]
    return tuple(_members(found, line + 1)) if all(found) else None


def _members(found: list[re.Match[str] | None], line: int) -> Iterator[Member]:
    for number, entry in enumerate(found, line):
        if entry and entry[1]:
            yield Member(intern(entry[1]), intern(entry[2]), number)
        elif entry and entry[3]:
            yield Member(intern(entry[4]), intern(entry[3]), number, embedded=True)


@lru_cache(maxsize=_REMEMBERED)
def _said(parameters: str, result: str) -> tuple[str, str] | None:
    """Signature and shape of a function."""
    taken = _kinds(parameters)
    given = _kinds(result) if result.startswith("(") else result
    if taken is None or given is None:
        return None
    signature = " ".join(f"{parameters} {result}".split())
    return intern(signature), intern(f"({taken}) {given}".rstrip())


def _kinds(parameters: str) -> str | None:
    """The types of parameters in brackets; those without one have that of the next."""
    inside = parameters[1:-1].strip().removesuffix(",")
    if not inside:
        return ""
    found = [_PARAMETER.fullmatch(entry.strip()) for entry in inside.split(",")]
    kinds: list[str] = []
    named = any(entry and entry[1] for entry in found)
    for entry in reversed(found):
        if entry is None or (named and not entry[1] and not (kinds and entry[2].isidentifier())):
            return None
        kinds.append(kinds[-1] if named and not entry[1] else entry[2])
    return ", ".join(reversed(kinds))

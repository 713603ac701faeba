"""What a method of Go does with its receiver, and whether it does anything at all."""

import re
from functools import lru_cache

_SKIPPED = r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'"
_PLAIN = re.compile(_SKIPPED, re.DOTALL)
_CALL = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_RETURN = re.compile(r"\breturn\b([^\n;}]*)")
_LITERAL = re.compile(r"\s*(?:nil|true|false|\"\"|-?\d[\w.]*)?\s*")
_IDLE = re.compile(
    r"(?:time\.(?:Now|Since|Sleep)|fmt\.S?[Pp]rint\w*|errors\.New|fmt\.Errorf|make|len|new"
    r"|log\.\w+|zap\.\w+|(?:\w+\.)*(?:log|logger|Log|Logger)\.\w+"
    r"|(?:\w+\.)+(?:R?Lock|R?Unlock|IsZero))"
)
_WORKS = re.compile(r"<-|\b(?:go|for|select|range)\b")

_NAMED = re.compile(r"\(\s*(\w+)\s*[*\w(]")

_LONGEST = 800
"""Characters above which a body does something."""


def named_of(declared: str, body: str) -> frozenset[str]:
    """Fields and methods that a body names of its receiver; comments and strings do not count.

    Args:
        declared: The receiver as written, `(b *Box[T])`; empty for functions.
        body: The method's body.
    """
    name = _NAMED.match(declared)
    if name is None or name[1] == "_":
        return frozenset()
    return frozenset(filter(None, _selector(name[1]).findall(body)))


@lru_cache(maxsize=1024)
def _selector(receiver: str) -> re.Pattern[str]:
    chosen = rf"(?<![\w.]){re.escape(receiver)}\s*\.\s*(\w+)"
    return re.compile(rf"{_SKIPPED}|{chosen}", re.DOTALL)


def is_constant(body: str) -> bool:
    """Whether a method's body answers the same whatever happens.

    It returns literals alone (`nil`, `true`, `0`, a string), or nothing; starts, awaits and
    repeats nothing; and calls nothing but clocks, loggers, formatting and locks. Setting its
    own fields is no work: that is how mocks remember that they were started.
    """
    if not body or len(body) > _LONGEST:
        return False
    plain = _PLAIN.sub(_blank, body)
    if _WORKS.search(plain):
        return False
    if not all(_IDLE.fullmatch(called) for called in _CALL.findall(plain)):
        return False
    returned = [part for found in _RETURN.findall(plain) for part in found.split(",")]
    return all(_LITERAL.fullmatch(part) for part in returned)


def _blank(found: "re.Match[str]") -> str:
    return " " if found.group().startswith("/") else '""'

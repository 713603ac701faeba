"""Whether a function of Go does anything at all."""

import re

_SKIPPED = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'", re.DOTALL
)
_TYPE = re.compile(r"\b(?:interface|struct)\s*\{[^{}]*\}")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_RETURN = re.compile(r"\breturn\b([^\n;}]*)")
_LITERAL = re.compile(r"\s*(?:nil|true|false|\"\"|-?\d[\w.]*)?\s*")
_IDLE = re.compile(
    r"(?:time\.(?:Now|Since|Sleep)|fmt\.S?[Pp]rint\w*|errors\.New|fmt\.Errorf|make|len|new"
    r"|log\.\w+|zap\.\w+|(?:\w+\.)*(?:log|logger|Log|Logger)\.\w+"
    r"|(?:\w+\.)+(?:R?Lock|R?Unlock|IsZero))"
)
_WORKS = re.compile(r"<-|\b(?:go|for|select|range)\b")

_LONGEST = 1000
"""Characters above which a function does something."""


def is_constant(function: str) -> bool:
    """Whether a function answers the same whatever happens.

    It returns literals alone (`nil`, `true`, `0`, a string), or nothing; starts, awaits and
    repeats nothing; and calls nothing but clocks, loggers, formatting and locks. Setting fields
    is no work: that is how mocks remember that they were started.

    Args:
        function: Its text, signature and all.
    """
    if len(function) > _LONGEST:
        return False
    plain = _SKIPPED.sub(_blank, function)
    _, brace, body = _TYPE.sub("T", plain).partition("{")
    if not brace or _WORKS.search(body):
        return False
    if not all(_IDLE.fullmatch(called) for called in _CALL.findall(body)):
        return False
    returned = [part for found in _RETURN.findall(body) for part in found.split(",")]
    return all(_LITERAL.fullmatch(part) for part in returned)


def _blank(found: "re.Match[str]") -> str:
    return " " if found.group().startswith("/") else '""'

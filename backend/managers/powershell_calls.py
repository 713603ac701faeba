"""Calls of some names in PowerShell scripts.

A command stands where a statement or a part of a pipeline begins, a method behind a variable or a
type. What is called in comments and texts is not called, but for commands inserted into a text.
"""

import re
from collections.abc import Collection, Iterator

from backend.managers.powershell_code import Script
from backend.managers.source import Called

_CHAIN = re.compile(r"[$\[][\w$.?:\[\]]*[.:]\w+(?=\()")
"""What a method is called on, and the method: `$this.errors.Report`, `[Errors]::Report`."""

_LINKS = "$.?:[]_"
_CAST = re.compile(r"\[[\w.]+\](?=\$)")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_KEY = re.compile(r"[ \t]*=")
_PASSING = re.compile(r"\b(?:in|return|throw|exit)[ \t]*$", re.IGNORECASE)
"""Words behind which a command may stand, whose result goes on."""


def calls_in(script: Script, wanted: Collection[str]) -> Iterator[Called]:
    """Every call in a script, in order, in which one of some names stands, whatever its case."""
    code = script.code
    either = "|".join(map(re.escape, sorted(wanted)))
    behind = -1
    for name in re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])", code, re.IGNORECASE):
        if name.start() < behind:  # in the chain of names that was looked at last
            continue
        at = name.start()
        while at and (code[at - 1].isalnum() or code[at - 1] in _LINKS):
            at -= 1
        if cast := _CAST.match(code, at):
            at = cast.end()
        chain = _CHAIN.match(code, at)
        before = _before(code, at)
        if chain and name.start() < chain.end():
            behind = chain.end()
            goes_on = _behind(code, behind)
            alone = _begins(before) and not goes_on.strip()
            yield Called(tuple(_IDENTIFIER.findall(chain[0])), script.line(at), alone)
        elif at == name.start() and _may_run(before) and not _KEY.match(code, name.end()):
            alone = _begins(before) and not _behind(code, name.end()).endswith("|")
            yield Called((name[0],), script.line(at), alone)


def _may_run(before: str) -> bool:
    """Whether what stands before in the same statement lets a command follow."""
    return before[-1:] in ("", "(", "|", "=", "&") or _PASSING.search(before) is not None


def _begins(before: str) -> bool:
    """Whether nothing stands before, or a pipeline alone."""
    return not before or (before[-1] == "|" and before[0] != "(" and "=" not in before)


def _before(code: str, at: int) -> str:
    """What stands before a place in the same statement, and the round bracket around both."""
    kept: list[str] = []
    depth, above = 0, False
    for char in reversed(code[:at]):
        if char in ")}]":
            depth += 1
        elif char in "({[":
            depth -= 1
        if depth < 0 or (depth == 0 and char == ";") or (above and char not in " \t\r\n|"):
            kept.append(char * (char == "("))
            break
        if depth == 0:
            above = char == "\n" or (above and char != "|")
            kept.append(char)
    return "".join(reversed(kept)).strip()


def _behind(code: str, at: int) -> str:
    """What stands behind a place in the same part of a pipeline, and the bar that it ends at."""
    kept: list[str] = []
    depth = 0
    for char in code[at:]:
        if char in "({[":
            depth += 1
        elif char in ")}]":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0:
            if char in "\n;":
                break
            kept.append(char)
            if char == "|":
                break
    return "".join(kept).strip()

"""Paths in PowerShell scripts: what variables hold, as far as it is written out, and what is run.

Paths are told with forward slashes. `.` is the script's folder and `?` what only a run can tell,
such as the current folder: `?/managers/a.ps1` is known from its second element on.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from backend.managers.powershell_code import Script
from backend.managers.source import Import
from backend.managers.text import quote

UNKNOWN = "?"
"""What only a run can tell."""

_PLAIN = r"[^()\n]"
_NESTED = rf"\((?:{_PLAIN}|\((?:{_PLAIN}|\((?:{_PLAIN}|\({_PLAIN}*\))*\))*\))*\)"
TERM = rf"\"[^\"\n]*\"|'[^'\n]*'|{_NESTED}(?:\.\w+)?|[^\s\"'();|&{{}},@]+"
"""One argument of a command."""

_HELD = re.compile(
    r"[ \t]*(?:\[[\w.\[\]]+\][ \t]*)*\$(?:(?:script|global|local|private):)?"
    r"(?P<name>\w+)[ \t]*=[ \t]*(?P<value>[^=\s][^\n]*)",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"\n[ \t]*+(?=[&.$\[pbsng])(?P<text>(?:(?:\[[^\]\n]*\][ \t]*)?\$[\w:]+[ \t]*=[ \t]*)?"
    rf"(?:&[ \t]*(?P<called>(?!go[ \t])(?:{TERM}))|(?P<bare>\.{{1,2}}[\\/][^\s\"'();|&{{}},@]+)"
    r"|(?:&[ \t]*)?(?:(?:pwsh|powershell)(?:\.exe)?[ \t][^\n|;]*?-File"
    r"|(?:python[\d.]*|py|bash|sh|node)(?:\.exe)?|(?P<go>go)(?:\.exe)?[ \t]+run)[ \t]+"
    rf"(?P<given>{TERM}))[^\n]*)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\.(?:ps1|psm1|py|sh|js|mjs|ts|go)$", re.IGNORECASE)
_ARGUMENT = re.compile(TERM)
_COMMAND = re.compile(
    r"(?P<verb>Join-Path|Split-Path|Resolve-Path|Convert-Path|Get-Item)[ \t]+(?P<rest>.*)",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\$(?:script:)?(?:PSCommandPath|MyInvocation\.MyCommand\.(?:Path|Definition))", re.IGNORECASE
)
_HERE = re.compile(r"\$(?:script:)?PSScriptRoot\b|\$\{PSScriptRoot\}", re.IGNORECASE)
_INSERTED = re.compile(
    r"\$\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\$\{?(?:(?:script|global|local|private):(?=\w)|(?P<other>\w+:)(?=\w))?(?P<name>\w+)\}?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\$\{?[\w:]+\}?|.*[\\/].*")
"""An expression without a command that makes a path: a variable, or a path as it is."""

_INSIDE = re.compile(rf"(?P<inside>{_NESTED})(?:\.(?:Path|FullName|ProviderPath))?")
_SLASHES = re.compile(r"[\\/]+(?:\.(?=[\\/]|$)[\\/]*)*")


class Paths:
    """What the variables of one script hold, and what it runs.

    Attributes:
        runs: Scripts that it runs by their path.
    """

    def __init__(self, script: Script) -> None:
        """Read a script."""
        self._text, self._code = script.text, script.code
        self._known: dict[int, str] = {}
        self.runs = tuple(self._run())

    @cached_property
    def _lower(self) -> str:
        return self._text.lower()

    def value(self, expression: str, at: int) -> str:
        """The path that an expression makes, `UNKNOWN` where it makes none.

        Args:
            expression: As written.
            at: Where its line begins; what lines above it assign counts.
        """
        text = expression.strip()
        if inside := _INSIDE.fullmatch(text):
            return self.value(inside["inside"][1:-1], at)
        if command := _COMMAND.fullmatch(text):
            terms = [one for one in _ARGUMENT.findall(command["rest"]) if not one.startswith("-")]
            return _made(command["verb"].lower(), [self.term(one, at) for one in terms])
        plain = text[:1] not in "\"'" and not _WRITTEN.fullmatch(text) and not _SELF.fullmatch(text)
        return UNKNOWN if plain or not _ARGUMENT.fullmatch(text) else self.term(text, at)

    def term(self, term: str, at: int) -> str:
        """The path that an argument of a command makes; as for `value`, but a bare word is one."""
        if term.startswith("("):
            return self.value(term, at)
        if _SELF.fullmatch(term):
            return "./script.ps1"
        if term.startswith("'"):
            return _clean(term.strip("'"))
        text = _HERE.sub(".", term.strip('"'))
        return _clean(_INSERTED.sub(lambda found: self._inserted(found, at), text))

    def _run(self) -> Iterator[Import]:
        number, before = 1, 0
        for found in _RUN.finditer(self._text):
            if self._code[found.start()] != "\n":  # in a comment or a text of several lines
                continue
            path = self.term(found["called"] or found["bare"] or found["given"], found.start())
            if found["go"] or _SCRIPT.search(path):
                number += self._text.count("\n", before, found.start())
                before = found.start()
                yield Import(path, number, quote(found["text"]))

    def _value_of(self, held: re.Match[str], start: int) -> str:
        """What an assignment makes; one that climbs, in a loop perhaps, nobody knows how far."""
        value = held["value"].rstrip(" \t\r,")
        climbs = held.group()[0].isspace() and f"${held['name']}".lower() in value.lower()
        return UNKNOWN if climbs else self.value(value, start)

    def _inserted(self, variable: re.Match[str], at: int) -> str:
        """What a variable holds by the last line above that assigns it."""
        name = "" if variable["other"] else (variable["name"] or "").lower()
        while name and (at := self._lower.rfind(name, 0, at)) >= 0:
            start = self._text.rfind("\n", 0, at) + 1
            held = _HELD.match(self._text, start) if self._code[at] != " " else None
            if held and held.start("name") == at and len(held["name"]) == len(name):
                if at not in self._known:
                    self._known[at] = self._value_of(held, start)
                return self._known[at]
        return UNKNOWN


def _made(verb: str, parts: list[str]) -> str:
    """What a command makes of paths."""
    if verb == "join-path" and len(parts) > 1:
        return _clean("/".join(parts))
    if verb == "split-path" and len(parts) == 1:
        return _parent(parts[0])
    return parts[0] if len(parts) == 1 else UNKNOWN


def _parent(path: str) -> str:
    folder, _, last = path.rpartition("/")
    if path == UNKNOWN:
        return UNKNOWN
    return f"{path}/.." if last in (".", "..") else folder or UNKNOWN


def _clean(path: str) -> str:
    return _SLASHES.sub("/", path)

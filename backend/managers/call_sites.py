"""Calls of some names within Python, TypeScript, JavaScript and PowerShell files.

A file is looked into once more for them, so only those should be asked about that name somebody
else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.called import Called
from backend.managers.files import source_lines
from backend.managers.grammar_calls import calls_by_grammar
from backend.managers.powershell_calls import calls_in
from backend.managers.powershell_code import Script
from backend.managers.source import Function, SourceFile
from backend.managers.text import quote

REMEMBERED = 4096
"""Files whose calls are kept from one scan to the next."""


@dataclass(frozen=True, slots=True)
class Site:
    """One call in its place.

    Attributes:
        text: Its line as evidence quotes it, behind the function's name.
        function: It stands in; None outside of any.
    """

    called: Called
    text: str
    function: Function | None


@lru_cache(maxsize=REMEMBERED)
def call_sites(file: SourceFile, wanted: frozenset[str]) -> tuple[Site, ...]:
    """Every call of a file with one of some names among its own, in order.

    Args:
        file: Of one of these languages.
        wanted: Names as they are written; commands of PowerShell in lower case.
    """
    lines = source_lines(file)
    text = "\n".join(lines)
    if file.language == "PowerShell":
        return tuple(_site(file, called, lines) for called in calls_in(Script(text), wanted))
    found = calls_by_grammar(text.encode("utf-8", "replace"), _language(file))
    return tuple(
        _site(file, called, lines) for called in found if not wanted.isdisjoint(called.names)
    )


def _site(file: SourceFile, called: Called, lines: Sequence[str]) -> Site:
    around = [one for one in file.functions if one.line <= called.line <= one.end]
    function = max(around, key=lambda one: one.line, default=None)  # the innermost
    who = f"{function.name}: " if function is not None else ""
    return Site(called, quote(f"{who}{lines[called.line - 1]}"), function)


def _language(file: SourceFile) -> str:
    if file.language == "Python":
        return "python"
    return "typescript" if file.path.lower().endswith(".ts") else "tsx"

"""Calls of some names within Python, TypeScript, JavaScript and PowerShell files.

PowerShell is looked into once more for them, other files for the lines of what is found, so only
those should be asked about that name somebody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.files import source_lines
from backend.managers.powershell_calls import calls_in
from backend.managers.powershell_code import Script
from backend.managers.source import Called, Function, SourceFile
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
    found = [called for called in file.calls if not wanted.isdisjoint(called.names)]
    lines = source_lines(file) if found or file.language == "PowerShell" else ()
    if file.language == "PowerShell":
        found = [*calls_in(Script("\n".join(lines)), wanted)]
    return tuple(_site(file, called, lines) for called in found if called.line <= len(lines))


def _site(file: SourceFile, called: Called, lines: Sequence[str]) -> Site:
    around = [one for one in file.functions if one.line <= called.line <= one.end]
    function = max(around, key=lambda one: one.line, default=None)  # the innermost
    who = f"{function.name}: " if function is not None else ""
    return Site(called, quote(f"{who}{lines[called.line - 1]}"), function)

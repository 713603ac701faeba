"""PowerShell scripts and modules: what they declare and what they load.

What counts begins a statement and ends with its block, which is seen where comments and texts are
blank; a grammar of the whole language rejects every fourth script of a real tree, and takes longer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from backend.managers.powershell_code import Script, paired
from backend.managers.powershell_paths import TERM, UNKNOWN, Paths
from backend.managers.source import Function, Import, Type
from backend.managers.text import quote

_PARAMETERS = paired(r"[^()]++")
_BEGUN = re.compile(
    r"[\n;{}(|=&][ \t\r]*+(?=[fwceiu.])(?:(?:function|filter|workflow)[ \t]+(?:\w+:)?"
    rf"(?P<function>[\w-]+)(?:\s*{_PARAMETERS})?"
    r"|class[ \t]+(?P<class>\w+)\s*(?=[:{])|enum[ \t]+(?P<other>\w+)\s*(?=[:{])"
    r"|(?P<loading>(?:import-module|ipmo|using[ \t]+module|\.)[ \t]))",
    re.IGNORECASE,
)
"""A declaration, or a command that loads something, where a statement may begin."""

_METHOD = re.compile(
    r"[\n;{}][ \t\r]*+(?:(?:hidden|static)\s+|\[[^\n]*?\]\s*)*"
    rf"(?P<name>\w+)[ \t]*(?=\()(?:{_PARAMETERS})?",
    re.IGNORECASE,
)
_LOADED = re.compile(
    r"(?:(?:Import-Module|ipmo)[ \t]+(?:-Name[ \t]+)?|using[ \t]+module[ \t]+|\.[ \t]+)"
    rf"(?!-)(?P<path>{TERM})",
    re.IGNORECASE,
)
"""A module that is imported, or a script that is run in the same scope."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What a script loads, declares, and runs by its path, each by line.

    Attributes:
        code: The script with blanks for comments and for what stands in quotes.
    """

    imports: tuple[Import, ...] = ()
    functions: tuple[Function, ...] = ()
    types: tuple[Type, ...] = ()
    runs: tuple[Import, ...] = ()
    code: str = ""


def read_powershell(source: bytes) -> Said:
    """Read one script; any bytes give an answer.

    What is loaded or run is told without quotes and with what variables hold, as far as that is
    written out (see `Paths`): `./../shared/a.psm1`, `Pester`, `$given`.

    Args:
        source: UTF-8 without byte order mark.
    """
    script = Script(source.decode("utf-8", "replace"))
    paths = Paths(script)
    imports: dict[int, Import] = {}
    functions: dict[int, Function] = {}
    types: dict[int, Type] = {}
    for begun in _BEGUN.finditer(script.code):
        form = str(begun.lastgroup)
        at = begun.start(form)
        line = script.line(at)
        if form == "loading":
            if said := _LOADED.match(script.text, at):
                path = paths.term(said["path"], script.text.rfind("\n", 0, at) + 1)
                path = said["path"].strip("\"'") if path == UNKNOWN else path
                imports[line] = Import(path, line, quote(said.group()))
            continue
        block = script.code.find("{", begun.end())
        if form == "function":
            functions[line] = Function(begun[form], line, end=script.line(script.end(block)))
        else:
            types[line] = Type(begun[form], form, line)
        if form == "class":
            functions |= {item.line: item for item in _methods(script, begun[form], block)}
    found = (_in_order(imports), _in_order(functions), _in_order(types))
    return Said(*found, runs=paths.runs, code=script.code)


def _methods(script: Script, receiver: str, block: int) -> Iterator[Function]:
    """Methods and constructors of a class, by its block."""
    at, end = block, script.end(block)
    while said := _METHOD.search(script.code, at, end):
        line = script.line(said.start("name"))
        body = script.code.find("{", said.end())
        yield Function(said["name"], line, receiver, end=script.line(script.end(body)))
        at = script.end(body) or end


def _in_order(found: Mapping[int, T]) -> tuple[T, ...]:
    return tuple(found[line] for line in sorted(found))

"""Who calls whom in Python, TypeScript, JavaScript and PowerShell, as far as names resolve.

A call goes to a manager where one of its names before the last is called after it or bound by an
import that leads to it, or where the call itself is such a bound name, or a PowerShell command that
this manager alone declares. Only files outside tests that name somebody else are parsed for calls.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.activities import activity_of, pretended
from backend.managers.call_sites import call_sites
from backend.managers.calls import Call, purpose, tells
from backend.managers.capabilities import Capabilities
from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.script_names import (
    Places,
    bound_names,
    foreign_commands,
    places,
)
from backend.managers.source import SourceFile
from backend.managers.text import words
from backend.model.finding import Evidence

_SCRIPTS = frozenset({"Python", "TypeScript", "JavaScript", "PowerShell"})
_ASKS = frozenset(
    ("compare", "convert", "find", "get", "import", "measure", "read", "resolve", "select", "test")
)
"""First words of what answers, even where a script lets the answer go to its own output."""


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """What names may lead to; the same object as long as that is the same."""

    there: Places
    commands: Mapping[str, str]


def script_calls(
    managers: Sequence[Read], names: Names, capabilities: Capabilities
) -> tuple[Call, ...]:
    """Every call from one manager's scripts into another manager whose purpose can be told."""
    around = _around(places(managers), tuple(sorted(foreign_commands(managers).items())))
    return tuple(
        call
        for read in managers
        if not read.found.shared
        for call in _calls(read, names, around, capabilities)
    )


@lru_cache(maxsize=2)
def _around(there: Places, commands: tuple[tuple[str, str], ...]) -> _Around:
    return _Around(there, dict(commands))


@lru_cache(maxsize=REMEMBERED)
def _calls(
    read: Read, names: Names, around: _Around, capabilities: Capabilities
) -> tuple[Call, ...]:
    return tuple(
        call
        for file in read.production
        if file.language in _SCRIPTS
        for call in _in_file(file, read.name, names, around, capabilities)
    )


def _in_file(
    file: SourceFile, manager: str, names: Names, around: _Around, capabilities: Capabilities
) -> Iterator[Call]:
    own = capabilities.own(manager)
    bound = bound_names(file, manager, names, around.there)
    known = {**_commands(file, manager, around), **bound}
    spoken = {name for name in file.called_on if names.named(name) not in (None, manager)}
    wanted = frozenset(spoken.union(known))
    for site in call_sites(file, wanted) if wanted else ():
        (*_, last), _, alone = site.called
        target = _target(site.called.names, manager, names, known)
        function = site.function
        if target is None or (function is not None and pretended(function.receiver)):
            continue
        speaks = (function.name, function.receiver) if function is not None else ("", "")
        calling = activity_of(*speaks, own, capabilities.nouns)
        activity = purpose(calling, last, target, capabilities)
        if activity is not None:
            told = tells(last) or (alone and _ASKS.isdisjoint(words(last)[:1]))
            evidence = Evidence(kind="call", path=file.path, line=site.called.line, text=site.text)
            yield Call(manager, target, last, activity, told, evidence)


def _commands(file: SourceFile, manager: str, around: _Around) -> dict[str, str]:
    """Commands that a script may run, and the other managers that declare them."""
    found = ((name, around.commands.get(name)) for name in file.commands)
    return {name: held for name, held in found if held and held != manager}


def _target(
    called: tuple[str, ...], manager: str, names: Names, known: Mapping[str, str]
) -> str | None:
    """The other manager that a call reaches.

    Args:
        called: The names of the call, in order.
        manager: The one that calls.
        names: What managers are called.
        known: What imports bind, and commands in lower case.
    """
    *before, last = called
    meant = [known.get(name) or names.named(name) for name in before]
    meant.append(known.get(last) or known.get(last.lower()))
    return next((one for one in meant if one and one != manager), None)

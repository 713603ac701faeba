"""Who calls whom in Python, TypeScript, JavaScript and PowerShell, as far as names resolve.

A call goes to a manager where one of its names before the last is called after it or bound by an
import that leads to it, or where the call itself is such a bound name, or a PowerShell command that
this manager alone declares. Only files outside tests that name somebody else are looked into.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.activities import activity_of
from backend.managers.call_sites import call_sites
from backend.managers.calls import Call, purpose, tells
from backend.managers.capabilities import Capabilities
from backend.managers.dependencies import Leading, leading
from backend.managers.names import Names
from backend.managers.pretending import pretends
from backend.managers.reading import REMEMBERED, Read
from backend.managers.script_names import bound_names, foreign_commands
from backend.managers.source import SourceFile
from backend.managers.text import words
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence

_SCRIPTS = frozenset({"Python", "TypeScript", "JavaScript", "PowerShell"})
_ASKS = frozenset(
    ("compare", "convert", "find", "get", "import", "measure", "read", "resolve", "select", "test")
)
"""First words of what answers, even where a script lets the answer go to its own output."""


@dataclass(frozen=True, slots=True, eq=False)
class _Declared:
    """Commands and the manager that declares each; the same object as long as they are the same."""

    by: Mapping[str, str]


def script_calls(
    managers: Sequence[Read],
    dependencies: Iterable[Dependency],
    names: Names,
    capabilities: Capabilities,
) -> tuple[Call, ...]:
    """Every call from one manager's scripts into another manager whose purpose can be told."""
    imported = leading(dependencies)
    declared = _declared(tuple(sorted(foreign_commands(managers).items())))
    return tuple(
        call
        for read in managers
        if not read.found.shared
        for call in _calls(read, names, imported.get(read.name, ()), declared, capabilities)
    )


@lru_cache(maxsize=2)
def _declared(commands: tuple[tuple[str, str], ...]) -> _Declared:
    return _Declared(dict(commands))


@lru_cache(maxsize=REMEMBERED)
def _calls(
    read: Read, names: Names, imported: Leading, declared: _Declared, capabilities: Capabilities
) -> tuple[Call, ...]:
    found: list[Call] = []
    targets: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, line, target in imported:
        targets[path][line].append(target)
    for file in read.production:
        if file.language in _SCRIPTS:
            bound = bound_names(file, targets[file.path], names) if file.path in targets else {}
            commands = _commands(file, read.name, declared)
            meaning = _Meaning(read.name, names, bound, commands)
            found += _in_file(file, meaning, capabilities)
    return tuple(found)


def _commands(file: SourceFile, manager: str, declared: _Declared) -> dict[str, str]:
    """Commands that a script may run, and the other managers that declare them."""
    found = ((name, declared.by.get(name)) for name in file.commands)
    return {name: held for name, held in found if held and held != manager}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What names in one file stand for.

    Attributes:
        manager: The one that the file is in.
        names: What managers are called.
        bound: What imports bind, and the managers that they lead to.
        commands: Of other managers, in lower case.
    """

    manager: str
    names: Names
    bound: Mapping[str, str]
    commands: Mapping[str, str]

    def within(self, file: SourceFile) -> frozenset[str]:
        """Names in a file with which a call may reach another manager."""
        spoken = {name for name in file.called_on if self._named(name)}
        return frozenset(spoken.union(self.bound, self.commands))

    def target(self, called: tuple[str, ...]) -> str | None:
        """The other manager that a call reaches by its names, in order."""
        *before, last = called
        meant = [self.bound.get(name) or self._named(name) for name in before]
        meant.append(self.bound.get(last) or self.commands.get(last.lower()))
        return next(filter(None, meant), None)

    def _named(self, name: str) -> str | None:
        found = self.names.named(name)
        return found if found != self.manager else None


def _in_file(file: SourceFile, meaning: _Meaning, capabilities: Capabilities) -> Iterator[Call]:
    own, wanted = capabilities.own(meaning.manager), meaning.within(file)
    for site in call_sites(file, wanted) if wanted else ():
        (*_, last), _, alone = site.called
        target = meaning.target(site.called.names)
        function = site.function
        if target is None or (function is not None and pretends(function.receiver)):
            continue
        speaks = (function.name, function.receiver) if function is not None else ("", "")
        calling = activity_of(*speaks, own, capabilities.nouns)
        activity = purpose(calling, last, target, capabilities)
        if activity is not None:
            told = tells(last) or (alone and _ASKS.isdisjoint(words(last)[:1]))
            evidence = Evidence(kind="call", path=file.path, line=site.called.line, text=site.text)
            yield Call(meaning.manager, target, last, activity, told, evidence)

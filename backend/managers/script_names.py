"""What names in scripts stand for: what imports bind, and commands that one manager declares.

`from managers.error_manager import report` binds `report` to the manager that the import leads to
as a dependency, and so does `import { report } from "../error-manager/client"`. A PowerShell
command is another manager's where that one alone declares a function of its name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import Import, SourceFile

_FROM = re.compile(r"^from\s+\S+\s+import\s+\(?(?P<names>.*)")
_BETWEEN = re.compile(r"^(?:import\s+)?(?P<names>.*?)\s*(?:\bfrom\b|=)")
_BOUND = re.compile(r"(?:(?P<imported>[\w*]+)\s*(?:\bas\b|:)\s*)?(?P<name>[A-Za-z_]\w*)")


def bound_names(
    file: SourceFile, leading: Mapping[int, Sequence[str]], names: Names
) -> dict[str, str]:
    """The names that a file's imports bind, and the manager that each leads to.

    Args:
        file: Of Python, TypeScript or JavaScript.
        leading: Lines of its imports that lead to other managers, and to which ones; of several,
            the one that a name is called after.
        names: What managers are called.
    """
    found: dict[str, str] = {}
    for item in file.imports:
        targets = leading.get(item.line, ())
        for imported, name in _bound(item) if targets else ():
            target = targets[0] if len(targets) == 1 else names.named(imported)
            if target is not None and target in targets:
                found[name] = target
    return found


def foreign_commands(managers: Iterable[Read]) -> dict[str, str]:
    """PowerShell function in lower case to the only manager that declares it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for read in managers:
        for name in _commands(read):
            owners[name].add(read.name)
    return {name: next(iter(held)) for name, held in owners.items() if len(held) == 1}


@lru_cache(maxsize=REMEMBERED)
def _commands(read: Read) -> tuple[str, ...]:
    """Functions of PowerShell that a manager declares."""
    files = (file for file in read.production if file.language == "PowerShell")
    functions = (one for file in files for one in file.functions if not one.receiver)
    return tuple(dict.fromkeys(one.name.lower() for one in functions))


def _bound(item: Import) -> Iterator[tuple[str, str]]:
    """What an import takes and what it calls that, as its statement says."""
    said = _FROM.match(item.text) or _BETWEEN.match(item.text)
    if said:
        for one in _BOUND.finditer(said["names"]):
            yield one["imported"] or one["name"], one["name"]
    elif as_ := re.search(rf"{re.escape(item.path)}\s+as\s+(\w+)", item.text):
        yield item.path, as_[1]

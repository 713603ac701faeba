"""The folders that a plan wants managers in, read from the tree it draws."""

import re
from collections.abc import Iterable, Iterator

from backend.managers.discovery import GROUPS
from backend.managers.documents import Document
from backend.managers.names import Names
from backend.managers.reading import Read
from backend.model.consolidation import Move

_NAME = re.compile(r"([A-Za-z0-9][\w.-]*)/")


def wanted_moves(
    documents: Iterable[Document], managers: Iterable[Read], names: Names
) -> tuple[Move, ...]:
    """One move for each manager that a drawn tree puts below a grouping folder.

    A tree is lines with a folder's name each, deeper where it begins further to the right; whatever
    draws the branches, and however it was garbled on its way, does not count. The first document
    that places a manager wins; one that lies there already stays.
    """
    wanted: dict[str, str] = {}
    for document in documents:
        for group, name in _drawn(document.lines):
            manager = names.named(name)
            if manager is not None:
                wanted.setdefault(manager, f"{group}/{name}")
    paths = {read.name: read.found.path for read in managers}
    return tuple(
        Move(manager=manager, to=to)
        for manager, to in sorted(wanted.items())
        if paths.get(manager, to) != to
    )


def _drawn(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Grouping folder and folder below it."""
    group, depth = "", 0
    for line in lines:
        found = _NAME.search(line.partition("#")[0])
        if found is None or re.search(r"[A-Za-z0-9]", line[: found.start()]):
            group = ""
            continue
        name, start = found.group(1), found.start()
        if name in GROUPS:
            group, depth = name, start
        elif group and start > depth:
            yield group, name
        else:
            group = ""

"""Uses of a package that is imported no longer, as it is gone, or is the file's own."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from backend.managers.consolidation.mentions import members
from backend.managers.consolidation.rewrites import is_met
from backend.managers.consolidation.uses import Use, names_called
from backend.managers.files import content
from backend.managers.source import Trouble
from backend.model.consolidation import Rewrite


def orphaned_uses(before: Iterable[Use], after: Iterable[Use]) -> Iterator[Rewrite]:
    """Every use of a package that is imported now and would be gone, or the file's own.

    Args:
        before: Imports of managers' packages, as they are.
        after: As they would be.
    """
    called = names_called(before)
    for use in after:
        file = use.importer.file
        name = called.get((file.path, use.item.line))
        if not name or not (use.target is None or is_met(use)):
            continue
        source = content(file.folder / PurePosixPath(file.path).name)
        if isinstance(source, Trouble):
            continue
        for member, line in sorted(set(members(source, name)), key=lambda one: (one[1], one[0])):
            yield Rewrite(
                path=file.path,
                line=line,
                old=f"{name}.{member}",
                new="" if use.target is None else member,
                why="orphaned" if use.target is None else "unqualified",
                test=file.test,
            )

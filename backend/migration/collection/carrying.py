"""What comes along beside the points: payload indexes and, where asked for, aliases."""

from collections.abc import Mapping
from typing import Any

from backend.migration.aliases import Aliases
from backend.migration.findings import finding
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.rest import CollectionMissing, PointsRefused, Rest
from backend.migration.target import Target
from backend.model.finding import Finding, Severity


async def make_indexes(target: Target, wanted: Mapping[str, Any]) -> None:
    """Make the payload indexes that the target lacks; none that is there is changed."""
    there = await target.whole()
    missing = {k: v for k, v in wanted.items() if there is None or k not in there.indexes}
    await target.index(missing)


async def make_aliases(
    names: tuple[str, ...], home: str, rest: Rest, insist: Insist, journal: Journal
) -> tuple[Finding, ...]:
    """Let the source's aliases mean the moved collection, where they are free.

    Each stands in the journal before it is made, so that the way back takes it away again.

    Returns:
        What became of each: one that is taken stays what it is.
    """
    aliases = Aliases(rest)
    there, _ = await insist(aliases.all)
    told: list[Finding] = []
    for name in names:
        means = there.get(name)
        if means not in (None, home):
            told.append(_left(name, f"it means {means} there"))
            continue
        if means is None:
            journal.set_aliases(sorted({*journal.aliases, name}))
            try:
                await insist(lambda name=name: aliases.move(name, home))  # type: ignore[misc]
            except (CollectionMissing, PointsRefused) as refusal:
                journal.set_aliases([one for one in journal.aliases if one != name])
                told.append(_left(name, str(refusal)))
                continue
        summary = f"alias {name} means {home} at the target, as it means the source's collection"
        told.append(finding("aliases", Severity.NOTE, name, summary))
    return tuple(told)


def _left(name: str, reason: str) -> Finding:
    return finding(
        "aliases",
        Severity.LOOK,
        name,
        f"alias {name} of the source was not made: {reason}",
        "move it by hand, if it should mean the new collection",
    )

"""What can be known of a source collection before it is read: its settings and its counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.migration.collection.kinds import kinds_of, unfit
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused
from backend.migration.findings import finding
from backend.migration.target import Space
from backend.model.finding import Finding, Severity
from backend.model.migration.preflight import DimensionCount, Preflight, VectorKind

SHAPE = "collection"
_COARSE = ("turbo4", "uint8")


@dataclass(frozen=True)
class Outlook:
    """A source collection as its Qdrant describes it.

    Attributes:
        aliases: Names that mean it.
    """

    collection: str
    space: Space
    kinds: tuple[VectorKind, ...]
    points: int
    aliases: tuple[str, ...]

    @property
    def dimension(self) -> int:
        """Of the first dense vector; 0 where there is none."""
        return next((kind.size for kind in self.kinds if kind.size), 0)

    def preflight(self, points: int, seconds: float, findings: Sequence[Finding]) -> Preflight:
        """What is known, with so many points."""
        sizes = [kind.size for kind in self.kinds if kind.kind == "dense" and kind.size]
        alone = len(self.kinds) == 1 and len(sizes) == 1 and points
        return Preflight(
            shape=SHAPE,
            bytes=None,
            source_records=points,
            distinct_ids=points,
            points=points,
            dimension=self.dimension,
            dimensions=(DimensionCount(dimension=sizes[0], records=points),) if alone else (),
            seconds=seconds,
            findings=tuple(findings),
            vectors=self.kinds,
        )


async def look(reader: Reader) -> Outlook:
    """Ask the source; no point is read.

    Raises:
        Refused: It is not there, or its points are spread by shard keys.
        SourceAway: It gave no answer.
    """
    aliases = await reader.aliases()
    reader.read_from(aliases.get(reader.collection, reader.collection))
    space = await reader.space()
    config = space.config or {}
    if config.get("params", {}).get("sharding_method") == "custom":
        raise Refused(
            f"collection {reader.collection} is sharded by keys of its own, which would be lost",
            "move it with a snapshot for now",
        )
    names = tuple(sorted(name for name, of in aliases.items() if of == reader.collection))
    return Outlook(reader.collection, space, kinds_of(config), await reader.count(), names)


def outlook_findings(
    source: CollectionSource, outlook: Outlook, model: Space | None, collection: str
) -> Iterator[Finding]:
    """What a human should know before the first write.

    Args:
        source: What is moved.
        outlook: What its Qdrant says.
        model: The collection that is written into, where it is there already.
        collection: Its name.
    """
    name = outlook.collection
    if model is not None:
        yield from _against(outlook, model, collection)
    if source.collection != name:
        yield finding(
            "resolved", Severity.NOTE, name, f"{source.collection} is an alias: {name} is moved"
        )
    if not outlook.points:
        summary = f"collection {name} holds no points; a collection like it is made"
        yield finding("empty", Severity.LOOK, name, summary)
    if outlook.space.status != "green":
        yield finding(
            "status",
            Severity.LOOK,
            name,
            f"collection {name} is {outlook.space.status} at the source",
            "see why before it is moved: its optimizer may have failed, or be at work",
        )
    if outlook.space.deferred:
        yield finding(
            "deferred",
            Severity.ACT,
            name,
            f"{outlook.space.deferred:,} points of the source are not visible to reads yet",
            "wait until its optimizer has caught up, else they are not moved",
        )
    for kind in outlook.kinds:
        if kind.datatype == "turbo4":
            yield finding(
                "datatype",
                Severity.LOOK,
                name,
                f"vector {kind.title} is stored as {kind.datatype}, four bits a number: what is "
                "read is rounded already, and is rounded once more at the target",
                "verification may fail by 0.001; move the originals, if they are still there",
            )
    unread = "zero vectors and the types in payloads are not known before points are read"
    yield finding(
        "unread",
        Severity.NOTE,
        name,
        f"ids and settings alone were asked for: {unread}",
        "Qdrant stores no NaN and no id twice; every point is compared after the move",
    )


def _against(outlook: Outlook, model: Space, collection: str) -> Iterator[Finding]:
    there = kinds_of(model.config or {})
    for reason in unfit(outlook.kinds, there):
        yield finding(
            "vectors",
            Severity.ACT,
            collection,
            f"collection {collection} cannot take these points: {reason}",
            "name another collection, or one that does not exist yet",
        )
    by_name = {kind.name: kind for kind in there}
    for kind in outlook.kinds:
        other = by_name.get(kind.name)
        if other is None:
            continue
        if other.distance != kind.distance:
            yield finding(
                "distance",
                Severity.ACT,
                collection,
                f"vector {kind.title} is compared by {other.distance} in {collection}, by "
                f"{kind.distance} in the source: searches will find others",
                "name a collection that does not exist yet; it is made like the source",
                claim=kind.distance,
                fact=other.distance,
            )
        if other.datatype != kind.datatype and other.datatype in _COARSE:
            yield finding(
                "datatype",
                Severity.ACT,
                collection,
                f"vector {kind.title} is stored as {other.datatype} in {collection}, as "
                f"{kind.datatype} in the source: verification will fail",
                "name a collection that does not exist yet; it is made like the source",
            )

"""What a migration would meet at its target, and what it would take; nothing is written."""

from collections.abc import Iterator
from functools import partial

from backend.migration.aliases import Aliases
from backend.migration.expected import Expectation, expected_points
from backend.migration.findings import finding
from backend.migration.fitness import fitness_findings
from backend.migration.insisting import Insist
from backend.migration.machine import machine_of
from backend.migration.preflight import Survey
from backend.migration.rest import Rest
from backend.migration.source import Source
from backend.migration.target import Space, Target
from backend.model.finding import Finding, Severity
from backend.model.migration.preflight import Preflight, Prospect

CHUNK = 1000
"""Ids asked for in one request."""

BYTES = {"float16": 2, "uint8": 1, "turbo4": 0.5}
OVERHEAD = 1.5
"""Qdrant's own estimate of memory: vectors x dimensions x 4 bytes x 1.5."""

_LOG = 64 * 2**20
"""Bytes of a collection's log of writes: two pieces of 32 MB, `wal_capacity_mb`."""


async def foresee(
    source: Source,
    survey: Survey,
    rest: Rest,
    collection: str,
    insist: Insist,
    *,
    rate: float | None,
) -> Preflight:
    """The preflight with what the target says.

    Args:
        source: Read once more where the target holds points, to compare ids.
        survey: What is in the source.
        rest: The target.
        collection: A name in it, maybe free.
        insist: Repeats what may be answered later.
        rate: Points per second of an earlier run into this target, as a whole.

    Raises:
        Refused: The collection has named vectors, or the key is wrong.
        TargetAway: It gave no answer.
    """
    found = survey.preflight
    target = Target(rest, collection)
    aliases, _ = await insist(Aliases(rest).all)
    space, _ = await insist(target.space)
    points = also = None
    if space is not None:
        points, _ = await insist(target.count)
        also = await _also_there(source, survey, target, insist) if points else 0
    machine = await machine_of(rest, insist)
    per_number = BYTES.get(space.datatype, 4) if space else 4
    vectors = found.points * found.dimension * per_number
    prospect = Prospect(
        to=rest.url,
        collection=collection,
        means=aliases.get(collection, collection if space else None),
        is_alias=collection in aliases,
        points=points,
        also_there=also,
        memory_needed=round(vectors * OVERHEAD),
        memory_there=machine.memory,
        memory_used=machine.memory_used,
        disk_needed=disk_needed(vectors * OVERHEAD, found.payload_bytes),
        disk_there=machine.disk,
        disk_used=machine.disk_used,
        untold=machine.untold,
        seconds_at_least=round(2 * found.seconds, 3),
        seconds_as_before=round(found.points / rate, 3) if rate else None,
    )
    findings = (*_findings(prospect, found, space), *found.findings)
    return found.model_copy(update={"prospect": prospect, "findings": findings})


async def _also_there(source: Source, survey: Survey, target: Target, insist: Insist) -> int:
    """Points of the source whose ids the collection holds already."""
    what = Expectation(survey.preflight.dimension, survey.superseded, chunk=CHUNK)
    there = 0
    for chunk in expected_points(source, what):
        present, _ = await insist(partial(target.present, chunk.points))
        there += present
    return there


def disk_needed(vectors: float, payload: float) -> int:
    """Bytes of disk at the worst: each segment is written anew before the old one goes."""
    return round(2 * (vectors + payload)) + _LOG


def _findings(prospect: Prospect, found: Preflight, space: Space | None) -> Iterator[Finding]:
    name = prospect.collection
    yield from fitness_findings(space, name)
    if space is not None and space.dimension != found.dimension:
        yield finding(
            "dimension",
            Severity.ACT,
            name,
            f"collection {name} takes vectors of {space.dimension} dimensions, most of the source "
            f"have {found.dimension}",
            "name another collection, or a source of the same model",
        )
    if space is not None and not prospect.is_alias:
        yield finding(
            "name",
            Severity.ACT,
            name,
            f"{name} is a collection, and no alias can take its name while it is there",
            f"with --in-place {prospect.also_there or 0:,} of its {prospect.points or 0:,} points "
            "would be overwritten; or name another",
        )
    if space is not None and prospect.is_alias and prospect.points:
        only_there = prospect.points - (prospect.also_there or 0)
        lost = f", without {only_there:,} of them that the source does not have"
        yield finding(
            "replaced",
            Severity.LOOK if only_there else Severity.NOTE,
            name,
            f"alias {name} means {prospect.means} with {prospect.points:,} points; afterwards it "
            f"means a new collection{lost if only_there else ''}",
            "the old collection is kept; --in-place writes into it instead",
        )
    yield from room_findings(prospect)


def room_findings(prospect: Prospect) -> Iterator[Finding]:
    """Whether there is room, as far as the server tells."""
    name = prospect.collection
    if prospect.disk_there is not None and prospect.disk_needed is not None:
        left = prospect.disk_there - (prospect.disk_used or 0)
        if prospect.disk_needed > left:
            yield finding(
                "disk",
                Severity.ACT,
                name,
                "vectors and payload need more disk than the target's machine can have left",
                "make room, or name a target with a larger disk",
                claim=f"{prospect.disk_needed:,} bytes needed at the worst",
                fact=f"{left:,} bytes there beside what Qdrant holds already",
            )
    if prospect.memory_there is not None and prospect.memory_needed > prospect.memory_there:
        yield finding(
            "memory",
            Severity.LOOK,
            name,
            "the vectors with their index need more memory than the target's machine has",
            "keep vectors on disk (on_disk, quantization), or take a larger machine",
            claim=f"{prospect.memory_needed:,} bytes needed",
            fact=f"{prospect.memory_there:,} bytes there",
        )

"""What a plan found, as lines of text."""

from collections.abc import Iterator, Sequence

from backend.migration.words import cropped, finding_lines, printable, size_text
from backend.model.migration.preflight import IdCollision, Preflight, Prospect, VectorKind

FIELDS_SHOWN = 30
COLLISIONS_SHOWN = 20


def preflight_lines(preflight: Preflight) -> Iterator[str]:
    """What preflight found."""
    dimensions = ", ".join(f"{d.dimension} ({d.records:,})" for d in preflight.dimensions)
    size = "" if preflight.bytes is None else f"{preflight.bytes:,} bytes, "
    yield (
        f"  shape {preflight.shape}, {size}"
        f"{preflight.source_records:,} records, {preflight.distinct_ids:,} distinct ids, "
        f"{preflight.points:,} points to send"
    )
    if preflight.vectors:
        for kind in preflight.vectors:
            yield printable(f"  vector {vector_words(kind)}")
    else:
        yield f"  dimensions {dimensions or 'none'}"
    yield from _field_lines(preflight)
    yield from _collision_lines("records that become one point", preflight.collisions)
    yield from _collision_lines(
        "records that the original writer would make one", preflight.foreign_collisions
    )
    if preflight.prospect:
        yield from prospect_lines(preflight.prospect)
    yield from finding_lines(preflight.findings)


def vector_words(kind: VectorKind) -> str:
    """What the vectors under one name are."""
    size = "" if kind.size is None else f"{kind.size:,} dimensions, "
    how = kind.comparator or (f"modifier {kind.modifier}" if kind.modifier else "")
    return f"{kind.title}: {kind.kind}, {size}{kind.distance}, {kind.datatype}" + (
        f", {how}" if how else ""
    )


def _field_lines(preflight: Preflight) -> Iterator[str]:
    """Every field of the payload with the types of its values."""
    if not preflight.payload_fields:
        return
    yield f"  payload of about {preflight.payload_bytes:,} bytes as JSON, by field:"
    for field in preflight.payload_fields[:FIELDS_SHOWN]:
        types = ", ".join(f"{one.type} {one.records:,}" for one in field.types)
        yield printable(f"    {cropped(field.name)}: in {field.records:,} records: {types}")
    more = len(preflight.payload_fields[FIELDS_SHOWN:]) + preflight.payload_fields_more
    if more:
        yield f"    and {more:,} more fields"


def _collision_lines(what: str, collisions: Sequence[IdCollision]) -> Iterator[str]:
    """Each point with the records that share it, by id and number."""
    if collisions:
        yield f"  {what}:"
    for one in collisions[:COLLISIONS_SHOWN]:
        pairs = zip(one.records, one.indices, strict=False)
        records = " = ".join(f"{cropped(name)} (record {at + 1:,})" for name, at in pairs)
        more = f" and {one.count - len(one.records):,} more" if one.count > len(one.records) else ""
        yield printable(f"    {records}{more} → point {one.point}")
    if len(collisions) > COLLISIONS_SHOWN:
        yield f"    and {len(collisions) - COLLISIONS_SHOWN:,} more; --format json tells all"


def prospect_lines(prospect: Prospect) -> Iterator[str]:
    """What the target says to a plan."""
    if prospect.means is None:
        yield printable(f"  {prospect.collection} is free at {prospect.to}")
    else:
        also = "unknown how many" if prospect.also_there is None else f"{prospect.also_there:,}"
        kind = f"an alias of {prospect.means}" if prospect.is_alias else "a collection"
        yield printable(
            f"  {prospect.collection} is {kind} with {prospect.points or 0:,} points, "
            f"{also} of them with ids of the source"
        )
    for what, needed, there, used in (
        ("memory", prospect.memory_needed, prospect.memory_there, prospect.memory_used),
        ("disk", prospect.disk_needed, prospect.disk_there, prospect.disk_used),
    ):
        yield (
            f"  {what:<6} needs {size_text(needed)}; its machine has {size_text(there)}, "
            f"Qdrant itself holds {size_text(used)}"
        )
    if prospect.untold:
        yield printable(f"      unknown because {prospect.untold}")
    yield "      what other programs take there no server tells"
    before = prospect.seconds_as_before
    takes = [
        *(
            [f"takes {prospect.seconds_at_least:,.1f} s at least, for reading alone"]
            if prospect.seconds_at_least is not None
            else []
        ),
        *([f"{before:,.1f} s at the pace of the latest run there"] if before is not None else []),
    ]
    if takes:
        yield "  " + "; ".join(takes)

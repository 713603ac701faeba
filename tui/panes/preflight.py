"""What was known of a source before anything was written, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.states import remedy
from tui.widgets.marks import MARKS, bytes_words, counted, duration_words, flagged
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.preflight import Preflight, Prospect, VectorKind
    from backend.model.migration.run import Run

_NAME = 24


def preflight_lines(run: Run, cells: int) -> list[Line]:
    """Counts, collisions with their records, findings, and what the target said."""
    found = run.preflight
    if found is None:
        return [flagged("unknown", "the source is still being read; nothing is known of it yet")]
    lines = [
        _figure("source", run.source),
        _figure("shape", found.shape + _size(found)),
        _figure("records", f"{found.source_records:,}"),
        _figure("distinct ids", f"{found.distinct_ids:,}"),
        _figure("points to arrive", f"{found.points:,}"),
        *_dimensions(found),
        _count("lost by shared ids", found.colliding_records),
        *_flaws(found),
        _figure("read in", duration_words(found.seconds)),
    ]
    lines += [*_collisions(found), *_payload(found)]
    if found.prospect is not None:
        lines += _prospect(found.prospect)
    for finding in found.findings:
        mark = MARKS[finding.severity if finding.severity in MARKS else "unknown"]
        for place, text in enumerate(wrap(finding.summary, max(20, cells - 6))):
            lines.append(((f"   {' ' if place else mark.glyph} ", mark.role), (text, "text")))
        lines += remedy(finding.remedy, cells)
    return lines


def _figure(name: str, value: str) -> Line:
    return ((f"   {name:<{_NAME}}", "dim"), (value, "text"))


def _count(name: str, count: int) -> Line:
    """A count that should be zero."""
    return ((f"   {name:<{_NAME}}", "dim"), (f"{count:,}", "look" if count else "text"))


def _size(found: Preflight) -> str:
    return "" if found.bytes is None else f", {bytes_words(found.bytes)}"


def _flaws(found: Preflight) -> list[Line]:
    """What is wrong with records; of a collection whose points were not read, its vectors."""
    if found.vectors:
        return [_figure("vector", _vector(kind)) for kind in found.vectors]
    return [
        _count("NaN or infinite", found.not_finite),
        _count("all zeros", found.zero_vectors),
        _count("unreadable", found.unreadable),
    ]


def _vector(kind: VectorKind) -> str:
    size = "" if kind.size is None else f" {kind.size:,}"
    return f"{kind.title}: {kind.kind}{size} {kind.distance} {kind.datatype}"


def _dimensions(found: Preflight) -> list[Line]:
    """The dimension that most vectors have, then the others."""
    lines: list[Line] = []
    for place, item in enumerate(sorted(found.dimensions, key=lambda one: -one.records)):
        role = "look" if place else "text"
        said = f"{item.dimension:,} in {counted(item.records, 'record')}"
        lines.append(((f"   {'' if place else 'dimensions':<{_NAME}}", "dim"), (said, role)))
    return lines


def _collisions(found: Preflight) -> list[Line]:
    if not found.collisions:
        return []
    lines = [flagged("look", "records that become one point, the first of them:")]
    for one in found.collisions:
        records = ", ".join(one.records)
        more = f" and {one.count - len(one.records):,} more" if one.count > len(one.records) else ""
        lines.append(words(f"     {records}{more} → point {one.point}"))
    return lines


def _payload(found: Preflight) -> list[Line]:
    """Fields of the payload with the types of their values."""
    if not found.payload_fields:
        return []
    lines = [words(f"   payload of about {bytes_words(found.payload_bytes)}, by field", "dim")]
    for field in found.payload_fields:
        types = ", ".join(f"{one.type} {one.records:,}" for one in field.types)
        is_mixed = len({one.type for one in field.types} - {"null"}) > 1
        said = f"     {fit(field.name, _NAME - 2)} {types}"
        lines.append(words(said, "look" if is_mixed else "text"))
    if found.payload_fields_more:
        lines.append(words(f"     and {counted(found.payload_fields_more, 'more field')}", "dim"))
    return lines


def _prospect(found: Prospect) -> list[Line]:
    """What the target said, with `?` for what it does not tell."""
    memory, disk = (
        "?" if there is None else bytes_words(there)
        for there in (found.memory_there, found.disk_there)
    )
    points = "?" if found.points is None else f"{found.points:,}"
    also = "?" if found.also_there is None else f"{found.also_there:,}"
    needed = "?" if found.disk_needed is None else bytes_words(found.disk_needed)
    means = found.means or "the name is free"
    return [
        words(""),
        _figure("target", f"{found.to}  {found.collection}"),
        _figure("means", f"{means}{' (an alias)' if found.is_alias else ''}"),
        _figure("points there", points),
        _figure("ids there already", also),
        _figure("memory needed", f"{bytes_words(found.memory_needed)} of {memory}"),
        _figure("disk needed", f"{needed} of {disk}"),
    ]

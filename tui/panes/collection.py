"""One collection, looked at closely: why it is as it is, and what is inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.widgets.bars import bar
from tui.widgets.marks import MARKS, bytes_words, counted, duration_words
from tui.widgets.text import Line, joined, words, wrap

if TYPE_CHECKING:
    from backend.model.inside import Memory, Optimizations, Shard, Stage, Transfer
    from backend.model.qdrant import Collection, Gap

_BAR = 14
_STAGES = 12
"""Stages of one optimisation that are drawn; those that run or count come first."""


def collection_lines(
    item: Collection, mark: tuple[str, str], cells: int, gaps: Sequence[Gap] = ()
) -> Iterator[Line]:
    """Everything that is known of it, the most urgent first; what is not told says why.

    Args:
        item: The collection.
        mark: Glyph and role of its state.
        cells: Room across.
        gaps: What this release tells of no collection.
    """
    for reason in (item.error, item.reason, *(item.warnings or ())):
        for text in wrap(reason, cells - 6) if reason else ():
            yield words(f"   {mark[0]} {text}", mark[1])
    facts = [
        (f"status {item.status}", mark[1]),
        (f"optimizer {item.optimizer or '?'}", "text"),
        (f"segments {_number(item.segments)}", "text"),
        (f"update queue {_number(item.update_queue)}", "text"),
        (f"deferred {_number(item.deferred)}", "text"),
        (f"aliases {', '.join(item.aliases)}" if item.aliases else "no alias", "text"),
    ]
    yield (("   ", ""), *joined((fact,) for fact in facts))
    if item.optimizations is not None:
        yield from optimization_lines(item.optimizations)
    for shard in item.shards or ():
        yield _shard(shard)
    for transfer in item.transfers or ():
        yield _transfer(transfer)
    if item.memory:
        yield from _memory(item.memory)
    if item.optimizations is None and item.shards is None and not item.gaps:
        yield words("   shards, memory and optimisations: c asks for them", "dim")
    for gap in (*gaps, *item.gaps):
        said = wrap(f"{gap.field.replace('_', ' ')}: {gap.reason}", cells - 6)
        yield from (
            words(f"   {' ' if place else '○'} {text}", "unknown")
            for place, text in enumerate(said)
        )
    note = "   points and indexed: the server's own approximation; migration counts exactly"
    yield words(note, "dim")


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def optimization_lines(found: Optimizations) -> Iterator[Line]:
    """What the optimisers do, as a tree with how far each stage is."""
    if not found.running and not found.queued:
        return
    waiting = f"{counted(found.queued, 'optimisation')} waiting"
    points = f", {found.queued_points:,} points" if found.queued_points else ""
    yield words(f"   optimisations: {len(found.running)} running, {waiting}{points}")
    for one in found.running:
        size = f"{counted(one.segments, 'segment')}, {one.points:,} points"
        yield ((f"   ▸ {one.optimizer} ", "strong"), (f"{one.status}  {size}", "dim"))
        telling = [stage for stage in one.stages if stage.state == "running" or stage.total]
        for stage in (telling or list(one.stages))[:_STAGES]:
            yield _stage(stage)


def _stage(stage: Stage) -> Line:
    indent = " " * (5 + 2 * stage.depth)
    name = stage.name.replace("_", " ") or "…"
    if stage.total:
        share = (stage.done or 0) / stage.total
        drawn = f"{bar(share, _BAR):·<{_BAR}}"
        figures = f" {stage.done or 0:,} / {stage.total:,}"
        return ((f"{indent}{name} ", "text"), (drawn, "bar"), (figures, "dim"))
    took = f" {duration_words(stage.seconds)}" if stage.seconds is not None else ""
    role = {"running": "text", "ended": "dim", "waiting": "dim"}[stage.state]
    return ((f"{indent}{name} ", role), (f"{stage.state}{took}", "dim"))


def _shard(shard: Shard) -> Line:
    well = shard.state == "Active"
    where = "here" if shard.local else f"on peer {shard.peer}"
    key = f" key {shard.key}" if shard.key else ""
    points = f", {shard.points:,} points" if shard.points is not None else ""
    said = f"shard {shard.id}{key} {where}: {shard.state}{points}"
    mark = "fine" if well else "act" if shard.state == "Dead" else "look"
    return words(f"   {MARKS[mark].glyph} {said}", "text" if well else mark)


def _transfer(one: Transfer) -> Line:
    how = f" by {one.method}" if one.method else ""
    comment = f": {one.comment}" if one.comment else ""
    return words(f"   ▲ shard {one.shard} moves {one.source} → {one.target}{how}{comment}", "look")


def _memory(parts: tuple[Memory, ...]) -> Iterator[Line]:
    for one in parts:
        told = (
            ("disk", one.disk_bytes),
            ("memory", one.ram_bytes),
            ("cached", one.cached_bytes),
            ("should be cached", one.expected_cache_bytes),
        )
        known = [(name, value) for name, value in told if value is not None]
        figures = joined(words(f"{name} {bytes_words(value)}") for name, value in known)
        yield ((f"   {one.part:<24}", "dim"), *figures)

"""Where a thing leads: what other panes know of a manager, a collection or a probe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from tui.panes.findings import all_findings
from tui.widgets.marks import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.model.ecosystem import Ecosystem
    from backend.model.migration.run import Migrations, Run
    from tui.panes.pane import Pane
    from tui.readings import Picture


class Lead(NamedTuple):
    """One place to go to.

    Attributes:
        pane: Its name.
        told: What is there.
        subject: The row or manager to look at; empty where none is meant.
        among: What the rows there are filtered by; empty where they are not.
    """

    pane: str
    told: str
    subject: str = ""
    among: str = ""


def manager_leads(picture: Picture, manager: str) -> list[Lead]:
    """Everything that is known of a manager: dependencies, letters, findings, doubles, runs."""
    held = picture.held.get("managers")
    ecosystem = cast("Ecosystem", held.value) if held and held.value else None
    if ecosystem is None:
        return []
    leads = []
    if any(one.name == manager for one in ecosystem.managers):
        uses = sum(manager in (one.source, one.target) for one in ecosystem.dependencies)
        told = f"{manager}: {counted(uses, 'dependency', 'dependencies')}"
        leads.append(Lead("graph", told, manager))
    if any(row.manager == manager for row in ecosystem.raci.rows):
        leads.append(Lead("raci", f"{manager}: its letters", manager))
    found = sum(manager in one.subjects for one in all_findings(picture))
    if found:
        leads.append(Lead("findings", f"{manager}: {counted(found, 'finding')}", among=manager))
    kept = sum(manager in one.managers for one in ecosystem.redundancy.groups)
    if kept:
        told = f"{manager}: {counted(kept, 'name')} kept elsewhere too"
        leads.append(Lead("redundancy", told, among=manager))
    return [*leads, *_run_leads(picture, manager)]


def _run_leads(picture: Picture, manager: str) -> list[Lead]:
    """The migrations whose source lies with a manager, or whose collection bears its name."""
    stem = manager.removesuffix("-manager").casefold()
    return [
        Lead("migration", f"{manager}: {run.state} → {run.collection}", run.id)
        for run in _runs(picture)
        if manager in run.source or stem in run.collection.casefold().split("_")
    ]


def collection_leads(picture: Picture, names: Iterable[str]) -> list[Lead]:
    """Collections that Qdrant tells of, and the runs that fill them."""
    wanted = set(names)
    held = picture.held.get("qdrant.collections")
    told = held.value if held else None
    known = {one.name for one in told.collections} if told and told.kind == "collections" else set()
    leads = [Lead("qdrant", f"collection {name}", name) for name in sorted(wanted & known)]
    return leads + [
        Lead("migration", f"{run.state} → {run.collection}", run.id)
        for run in _runs(picture)
        if run.collection in wanted
    ]


def probe_leads(panes: Iterable[Pane], source: str) -> list[Lead]:
    """The panes that show what a probe says."""
    probe = source.partition("@")[0]
    return [Lead(pane.NAME, f"what {probe} says") for pane in panes if probe in pane.PROBES]


def _runs(picture: Picture) -> tuple[Run, ...]:
    held = picture.held.get("migration")
    value = held.value if held else None
    return cast("Migrations", value).runs if value is not None else ()

"""What other panes know of a manager: packages, findings, redundancy, what is claimed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.panes.findings import all_findings
from tui.panes.graph.stated import stated
from tui.widgets.marks import MARKS, counted
from tui.widgets.text import Line, crop, words

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from backend.model.gateway import Gateway
    from tui.readings import Picture

_MOST = 3
_MARKS = {"act": "act", "look": "look", "note": "fine"}


def standing(picture: Picture, manager: str, cells: int) -> list[Line]:
    """A few lines; those without anything to say are left out."""
    ecosystem = cast("Ecosystem", picture.held["managers"].value)
    packages = [one for one in ecosystem.packages if one.manager == manager]
    lines: list[Line] = [()]
    if packages:
        names = ", ".join(sorted({one.name or one.path for one in packages}))
        told = f" {counted(len(packages), 'package')}: {names}"
        lines.append(words(crop(told, cells), "dim"))
    kept = [one for one in ecosystem.redundancy.groups if manager in one.managers]
    if kept:
        told = f" {counted(len(kept), 'name')} kept elsewhere too: {kept[0].name}"
        lines.append(words(crop(told, cells), "dim"))
    lines += stated(ecosystem, manager, cells)
    lines += _claimed(picture, manager)
    found = [one for one in all_findings(picture) if manager in one.subjects]
    if found:
        lines.append(words(f" {counted(len(found), 'finding')}", "title"))
    for one in sorted(found, key=lambda item: list(_MARKS).index(item.severity))[:_MOST]:
        mark = MARKS[_MARKS[one.severity]]
        summary = (crop(one.summary, cells - 5), "text")
        lines.append(((f"  {mark.glyph} ", mark.role), summary))
    return lines if len(lines) > 1 else []


def _claimed(picture: Picture, manager: str) -> list[Line]:
    """What the gateway says of its status, which is a claim."""
    held = picture.held.get("gateway")
    gateway = cast("Gateway", held.value) if held and held.value else None
    for one in (gateway.managers or ()) if gateway else ():
        if one.name == manager:
            mock = f", a mock by {one.mock}" if one.mock else ""
            return [((" gateway claims ", "dim"), (f"{one.status}{mock}", "look"))]
    return []

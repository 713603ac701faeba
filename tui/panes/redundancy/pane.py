"""Redundancy: what the managers keep more than once, opened down to the source of two places."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Said, Wanted
from tui.panes.evidence import rule
from tui.panes.later import Later
from tui.panes.opening import open_evidence
from tui.panes.redundancy.census import (
    PATTERN_COLUMNS,
    owner_head,
    owner_rows,
    pattern_head,
    pattern_rows,
)
from tui.panes.redundancy.costs import COLUMNS, copied_line, cost_rows, head, nothing, verdict
from tui.panes.redundancy.difference import alike, difference_lines, pairs
from tui.panes.redundancy.shapes import header, legend, letter, member_rows, method_rows, shape_of
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend.model.ecosystem import Ecosystem
    from backend.model.redundancy import Group, Pattern, Redundancy, Site
    from backend.model.redundancy_view import RedundancyView
    from backend.model.source import Excerpt, Place, SourceView
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("costs", "patterns")
_NAMED = ("members", "places", "difference", "methods")
_COPIED = ("places", "difference")
_NOWHERE = ("places",)
_MOST_SETS = 8
"""Method sets side by side; as many places as a question may have."""


class RedundancyPane(RowsPane):
    """Findings by cost, or patterns; one opened, it is all about that one."""

    NAME: ClassVar = "redundancy"
    PROBES: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("redundancy", "source")
    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "redundancy")
    DETAIL_ROWS: ClassVar = 10

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = VIEWS[0]
        self.opened = ""
        self.side = ""
        self._marked: Site | None = None
        self._second: Site | None = None
        self._asked_copies = False
        self._asked: tuple[Place, ...] = ()

    def concerns(self) -> tuple[str, ...]:
        """The managers that keep what is under the cursor, or the one under it."""
        if self.picture is None or not self._keys:
            return ()
        here = self._key_at(self._index())
        group, pattern = self._opened(self._found(self.picture))
        if pattern is not None:
            return (here,)
        if group is not None:
            return tuple(one.manager for one in group.sites if _key(one) == here) or group.managers
        known = self._found(self.picture)
        holders = {one.id: one.managers for one in known.groups}
        holders |= {one.id: one.managers for one in known.patterns}
        return holders.get(here, ())

    def on_show(self) -> None:
        """Have copied code looked for when the pane comes into sight; not before."""
        if not self._asked_copies:
            from backend.model.request import Look as Wish  # noqa: PLC0415 (first paint without)

            self._asked_copies = True
            self.post_message(Wanted(Wish(probe="redundancy", subject="copies")))

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """What is opened, or else the rows of the present view."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        found = self._found(picture)
        mark, said = verdict(found)
        group, pattern = self._opened(found)
        if group is not None:
            return Table(mark, said, *self._group(group, picture, cells, rows), news=False)
        managers = [one.name for one in ecosystem.managers if one.is_manager]
        if pattern is not None:
            everybody = sorted({*managers, *pattern.managers})
            above = [
                words(f"   {pattern.name}", "strong"),
                *owner_head(pattern, len(everybody), cells),
            ]
            shown = owner_rows(pattern, everybody, cells)
            return Table(mark, said, shown, above[-rows // 2 :], news=False)
        views = tabs(VIEWS, self.view)
        if self.view == "patterns":
            rows_ = pattern_rows(found.patterns, managers, cells)
            none = words("   ○ no manager does anything that has a pattern", "unknown")
            above = [views, pattern_head()]
            return Table(mark, said, rows_, above, empty=(none,), columns=PATTERN_COLUMNS)
        above = [views, copied_line(found, self._looking(picture)), head(cells)]
        return Table(
            mark,
            said,
            Later(partial(cost_rows, found, managers, cells)),
            above,
            empty=(nothing(found),),
            columns=COLUMNS,
        )

    def _found(self, picture: Picture) -> Redundancy:
        """With copied code once that was looked for, else without."""
        held = picture.held.get("redundancy")
        told = cast("RedundancyView", held.value).redundancy if held and held.value else None
        return told or cast("Ecosystem", picture.held["managers"].value).redundancy

    def _looking(self, picture: Picture) -> str:
        held = picture.held.get("redundancy")
        if held is not None and held.error is not None:
            return f"■ {held.error.kind}: {held.error.summary}"
        return "… being looked for" if self._asked_copies else "○ not looked for"

    def _opened(self, found: Redundancy) -> tuple[Group | None, Pattern | None]:
        group = next((one for one in found.groups if one.id == self.opened), None)
        return group, next((one for one in found.patterns if one.id == self.opened), None)

    def _group(
        self, group: Group, picture: Picture, cells: int, rows: int
    ) -> tuple[list[Row], list[Line], list[Line], list[Line]]:
        """Rows of an opened group's present side, what stands above, below and instead."""
        sides = _sides(group)
        side = self.side if self.side in sides else sides[0]
        first, second = self._two(group)
        top: list[Line] = [((f"   {group.name}", "strong"), ("   ", ""), *tabs(sides, side))]
        most = max(1, rows // 3)
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        everybody = [one.name for one in ecosystem.managers]
        if side == "members":
            letters = [letter(at) for at in range(len(group.shapes))]
            above = [*top, *legend(group, everybody, cells, most), header(letters, "MEMBER", cells)]
            return member_rows(group.shapes, cells), above, [], _none("a shape without members")
        if side == "places":
            hint = words("   m marks the place that another is compared with", "dim")
            return (
                [self._site_row(group, site, cells) for site in group.sites],
                [*top, hint],
                [],
                [],
            )
        told = self._told(picture)
        if side == "methods":
            chosen = _representatives(group)
            if not all(_place(one) in told for one in chosen):
                return [], top, [], [words("   … the source is read", "dim")]
            names = [letter(at) for at in range(len(chosen))]
            sets = dict(zip(names, _method_sets(group, chosen, told), strict=True))
            shown = method_rows(sets, cells)
            above = [*top, *legend(group, everybody, cells, most), header(names, "METHOD", cells)]
            return shown, above, [], _none("no method is called on any of these types")
        texts = [told.get(_place(site)) for site in (first, second)]
        if None in texts:
            return [], top, [], [words("   … the source is read", "dim")]
        return self._difference([one for one in texts if one is not None], top, cells)

    def _difference(
        self, texts: Sequence[Excerpt], top: list[Line], cells: int
    ) -> tuple[list[Row], list[Line], list[Line], list[Line]]:
        problems = [
            f"{one.place.path}:{one.place.line}: {one.problem}" for one in texts if one.problem
        ]
        if problems:
            return [], top, [], [words(f"   ▲ {text}", "look") for text in problems]
        found = pairs(texts[0].text, texts[1].text)
        places = [f"{one.place.path}:{one.place.line}" for one in texts]
        above = [
            *top,
            ((f"   {places[0]}", "text"), (" beside ", "dim"), (places[1], "text")),
            words(f"   {100 * alike(found):.0f} % of the lines are alike", "dim"),
        ]
        rows = [
            Row(str(at), line) for at, line in enumerate(difference_lines(found, cells), start=1)
        ]
        return rows, above, [], []

    def _site_row(self, group: Group, site: Site, cells: int) -> Row:
        mark = "◂" if site == self._two(group)[0] else " "
        where = f"{site.path}:{site.line}" if site.line else site.path
        line: Line = (
            (f"{mark} ", "accent"),
            (f"{shape_of(group, site):<3}", "accent"),
            (fit(site.manager, 28) + " ", "strong"),
            (fit(site.role, 11), "dim"),
            (where, "text"),
        )
        return Row(_key(site), line, [rule(cells), words(f"   {where}"), words(f"   {site.name}")])

    def _two(self, group: Group) -> tuple[Site, Site]:
        """The places that are compared: the marked one, and the one under the cursor."""
        first = self._marked if self._marked in group.sites else group.sites[0]
        others = [site for site in group.sites if site != first] or [group.sites[0]]
        return first or group.sites[0], self._second if self._second in others else others[0]

    def _told(self, picture: Picture) -> dict[Place, Excerpt]:
        held = picture.held.get("source")
        known = cast("SourceView", held.value).excerpts if held and held.value else ()
        return {one.place: one for one in known}

    def _now(self) -> Group | None:
        """The opened group, as it is known now."""
        if self.picture is None or self._ecosystem() is None:
            return None
        return self._opened(self._found(self.picture))[0]

    def _pattern(self) -> Pattern | None:
        """The opened pattern, as it is known now."""
        if self.picture is None or self._ecosystem() is None:
            return None
        return self._opened(self._found(self.picture))[1]

    def _ecosystem(self) -> Ecosystem | None:
        held = self.picture.held.get("managers") if self.picture is not None else None
        return cast("Ecosystem", held.value) if held and held.value else None

    def _edit(self, pattern: Pattern, manager: str) -> None:
        """Open in the editor what a manager has of a pattern."""
        from backend.model.finding import Evidence  # noqa: PLC0415 (first paint goes without)

        ecosystem = self._ecosystem()
        managers = ecosystem.managers if ecosystem is not None else ()
        root = next((one.root for one in managers if one.name == manager), "")
        found = [
            (root, Evidence(kind="pattern", path=site.path, line=site.line, text=variant.name))
            for variant in pattern.variants
            for site in variant.sites
            if site.manager == manager
        ]
        open_evidence(found, f"{pattern.name} in {manager}", self.post_message)

    def enter(self, *, alone: bool) -> bool:
        """Open the finding under the cursor, show two places side by side, or a file."""
        if not alone or not self._keys:
            return False
        group, pattern = self._now(), self._pattern()
        if pattern is not None:
            self._edit(pattern, self._key_at(self._index()))
        elif group is None:
            self.opened = self._key_at(self._index())
            self.side, self.cursor, self._marked, self._second = "", "", None, None
            self.set_filter("")
        elif self._side(group) == "places" and "difference" in _sides(group):
            self._choose(group)
            self._turn(group, "difference")
        return True

    def _side(self, group: Group) -> str:
        sides = _sides(group)
        return self.side if self.side in sides else sides[0]

    def _choose(self, group: Group) -> None:
        here = self._key_at(self._index())
        self._second = next((site for site in group.sites if _key(site) == here), self._second)

    def action_mark(self) -> None:
        """Mark the place under the cursor: others are compared with it."""
        group = self._now()
        if group is None or self._side(group) != "places":
            self.post_message(Said("a place is marked in the view `places` of an opened finding"))
            return
        here = self._key_at(self._index())
        self._marked = next((site for site in group.sites if _key(site) == here), None)
        self.redraw()

    def action_view(self) -> None:
        """Show the next view, or the next side of what is opened."""
        group = self._now()
        if group is None:
            self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
            self.opened = ""
            self.redraw()
            return
        sides = _sides(group)
        if self._side(group) == "places":
            self._choose(group)
        self._turn(group, sides[(sides.index(self._side(group)) + 1) % len(sides)])

    def _turn(self, group: Group, side: str) -> None:
        """Show a side, and ask for the source that it needs."""
        self.side = side
        if side == "difference":
            self._ask(self._two(group))
        elif side == "methods":
            self._ask(_representatives(group))
        self.redraw()

    def _ask(self, sites: Sequence[Site]) -> None:
        from backend.model.request import Look as Wish  # noqa: PLC0415 (first paint without)
        from backend.model.source import SourceQuestion  # noqa: PLC0415 (as above)

        question = SourceQuestion(places=tuple(_place(site) for site in sites))
        if question.places != self._asked:
            self._asked = question.places
            self.post_message(
                Wanted(Wish(probe="source", subject=question.model_dump(mode="json")))
            )

    def leave(self) -> bool:
        """Back to the places, then to all findings, then to the first view."""
        group = self._now()
        if group is not None and self._side(group) == "difference":
            self.side = "places"
        elif self.opened:
            self.cursor, self.opened = self.opened, ""
        elif self.view != VIEWS[0]:
            self.view = VIEWS[0]
        else:
            return False
        self.redraw()
        return True


def _sides(group: Group) -> tuple[str, ...]:
    """What there is to see of a group."""
    if not all(site.line for site in group.sites):
        return _NOWHERE
    if group.kind != "name":
        return _COPIED
    return _NAMED if group.name.startswith("type ") else _NAMED[:-1]


def _representatives(group: Group) -> list[Site]:
    """One place of each shape, as many as can be asked for at once."""
    return [shape.sites[0] for shape in group.shapes[:_MOST_SETS]]


def _method_sets(
    group: Group, chosen: Sequence[Site], told: Mapping[Place, Excerpt]
) -> list[tuple[str, ...]]:
    """What can be called on each of some types: of an interface, what it asks for."""
    return [
        shape.members if shape.form == "interface" else told[_place(site)].methods
        for shape, site in zip(group.shapes, chosen, strict=False)
    ]


def _place(site: Site) -> Place:
    from backend.model.source import Place as Known  # noqa: PLC0415 (first paint without)

    return Known(
        manager=site.manager, path=site.path, line=max(1, site.line), end=site.end, name=site.name
    )


def _key(site: Site) -> str:
    return f"{site.manager} {site.path}:{site.line}"


def _none(why: str) -> list[Line]:
    return [words(f"   ○ {why}", "unknown")]

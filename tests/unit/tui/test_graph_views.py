"""Boxes, neighbours, trees, ways, switches and colours of the graph."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backend.model.ecosystem import Dependency, Ecosystem, Manager
from backend.model.finding import Evidence
from tests.readings import sample
from tui.editor import editor_command
from tui.panes.called import short
from tui.panes.columns import Sorting
from tui.panes.graph import matrix
from tui.panes.graph.about_view import AboutView
from tui.panes.graph.boxes import box_name, collapsed, knots
from tui.panes.graph.colours import MEASURES, shades
from tui.panes.graph.detail import alone
from tui.panes.graph.legend import Part, left_out, legend
from tui.panes.graph.map import Scene
from tui.panes.graph.matrix_view import MatrixView
from tui.panes.graph.network import Network, network
from tui.panes.graph.panel import Room, all_about, cut
from tui.panes.graph.prepared import Wish, prepared
from tui.panes.graph.switches import TRACES, choices
from tui.panes.graph.tree_view import tree
from tui.panes.graph.view import Seen
from tui.panes.graph.ways import around, way_lines, ways
from tui.panes.row_filter import parsed
from tui.readings import Picture, Readings
from tui.widgets.text import Line, words

NAMES = "abcdefgh"
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)))


def depends(source: str, target: str, kind: str = "import") -> Dependency:
    resolution = "strict" if kind == "import" else None
    proof = Evidence(kind=kind, path=f"{source}.go", line=3, text="it", resolution=resolution)
    return Dependency(source=source, target=target, evidence=(proof,))


def world(*pairs: tuple[str, str], cycles: tuple[tuple[str, ...], ...] = ()) -> Ecosystem:
    return Ecosystem(
        managers=tuple(
            Manager(name=name, path=name, root="/r", languages=("Go",), lines=10) for name in NAMES
        ),
        dependencies=tuple(depends(*pair) for pair in pairs if pair[0] != pair[1]),
        cycles=cycles,
    )


def net(*pairs: tuple[str, str]) -> Network:
    return network(world(*pairs))


def test_cycles_that_meet_are_one_knot() -> None:
    assert knots([("a", "b"), ("c", "d"), ("b", "e")]) == [("a", "b", "e"), ("c", "d")]
    assert knots([]) == []


def test_a_box_stands_for_its_members() -> None:
    known = net(("a", "b"), ("b", "a"), ("b", "c"), ("d", "a"), ("d", "b"))
    box = box_name(("a", "b"))
    shown = collapsed(known, [("a", "b")])
    assert set(shown.imports) == {(box, "c"), ("d", box)}
    assert len(shown.imports["d", box].evidence) == 2
    assert shown.managers[box].lines == 20
    assert shown.managers[box].coupling.afferent == 1
    assert {"a", "b"}.isdisjoint(shown.managers)
    assert collapsed(known, []) is known


@given(PAIRS, st.sampled_from(NAMES), st.integers(1, 3))
def test_neighbours_are_as_far_as_asked(
    pairs: set[tuple[str, str]], centre: str, depth: int
) -> None:
    known = net(*pairs)
    near = around(known, centre, depth)
    assert centre in near.managers
    assert set(near.managers) <= set(around(known, centre, depth + 1).managers)
    direct = {*known.uses(centre), *known.used_by(centre), centre}
    assert set(around(known, centre, 1).managers) == direct
    assert all(set(pair) <= set(near.managers) for pair in near.imports)


@given(PAIRS, st.sampled_from(NAMES))
def test_a_tree_ends_and_opens_everything_once(pairs: set[tuple[str, str]], root: str) -> None:
    known = net(*pairs)
    rows = tree(known, root)
    assert rows[0].name == root
    opened = [row.name for row in rows if not row.again and known.uses(row.name)]
    assert len(opened) == len(set(opened))
    assert len(rows) <= len(known.imports) + 1


@given(PAIRS, st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_ways_are_shortest_and_made_of_dependencies(
    pairs: set[tuple[str, str]], start: str, goal: str
) -> None:
    known = net(*pairs)
    found = ways(known, start, goal)
    assert len({len(way) for way in found}) <= 1
    assert len(set(found)) == len(found)
    for way in found:
        assert (way[0], way[-1]) == (start, goal)
        assert all(pair in known.imports for pair in pairwise(way))
    if start != goal and (start, goal) in known.imports:
        assert found == [(start, goal)]


def test_a_way_is_told_with_its_evidence_and_the_way_back() -> None:
    known = net(("a", "b"), ("b", "c"), ("c", "a"))
    text = "\n".join("".join(s for s, _ in line) for line in way_lines(known, "a", "c", 80))
    assert "2 steps: a → b → c" in text
    assert "b.go:3" in text
    assert "⟲ and back in 1 step: c → a" in text
    assert "no start yet" in way_lines(known, "", "c", 80)[0][0][0]
    nowhere = way_lines(net(("a", "b")), "b", "a", 80)
    assert any("no dependency leads there" in text for line in nowhere for text, _ in line)


def test_evidence_that_is_switched_off_is_not_drawn() -> None:
    told = world(("a", "b"))
    told = told.model_copy(
        update={"dependencies": (*told.dependencies, depends("a", "c", "struct_field"))}
    )
    usual = frozenset({TRACES})
    assert set(network(told, usual).imports) == {("a", "b")}
    assert set(network(told, usual).traces) == {("a", "c")}
    assert network(told, usual | {"strict"}).imports == {}
    assert network(told, usual | {"struct_field"}).traces == {}
    drawn = network(told, frozenset())
    assert set(drawn.imports) == {("a", "b"), ("a", "c")}
    assert drawn.resolution(("a", "c")) == ""
    offers = choices(told, usual | {"strict"})
    assert offers["show strict  1"] == "strict"
    assert offers["hide struct_field  1"] == "struct_field"
    assert any(one == TRACES and offer.startswith("show") for offer, one in offers.items())


def test_every_manager_has_a_shade_and_unknown_is_said() -> None:
    for measure in MEASURES[1:]:
        found = shades(sample.ecosystem(), measure)
        assert set(found) == {one.name for one in sample.ecosystem().managers}
    assert shades(sample.ecosystem(), "") == {}
    assert shades(world(), "score")["a"] == ("? ", "unknown")
    assert shades(world(), "instability")["a"] == ("? ", "unknown")


def test_columns_have_numbers_or_names_that_read_downwards() -> None:
    known = network(sample.ecosystem())
    names = known.connected()
    every = matrix.axes(known, names, frozenset(names))
    tens, ones = matrix.header(names[8:12], every.heads(known.called, 20), names[9], "here ")
    assert "".join(text for text, _ in tens) == "       1 1 1 "
    assert "".join(text for text, _ in ones) == "here 9 0 1 2 "
    assert [role for _, role in ones] == ["dim", "dim", "accent", "dim", "dim"]
    own = matrix.marks(known, names[9], names[8:12], "")
    assert [text for text, _ in own].index("╲ ") == 1
    told = plain(matrix.header(names[:2], every.heads(known.called, 60), "", "  "))
    assert ["".join(line[at] for line in told).strip() for at in (2, 4)] == [
        short(name) for name in names[:2]
    ]


def looked_at(known: Network, chosen: str = "", filter_text: str = "", by: str = "") -> Seen:
    wanted = parsed(filter_text)
    kept = frozenset(filter(wanted.keeps, known.managers)) if filter_text else None
    scene = Scene(short, frozenset(), chosen, kept=kept)
    return Seen(known, None, scene, wanted=wanted, sorting=Sorting(by, descending=True))


def plain(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_a_matrix_too_wide_has_the_columns_that_are_used() -> None:
    known = net(*((f"{name}", "a") for name in "bcdefgh"), ("h", "b"))
    view, seen = MatrixView(), looked_at(known, "h")
    whole = plain(view.lines(seen, 80, 4))
    assert whole[-1] == "  8 h  ━ ━           ╲ "
    cells = matrix.NUMBER + 3 + 2 * matrix.COLUMN
    assert plain(view.lines(seen, cells, 4))[-1] == "  8 h  ━ ━ "
    assert view.told() == "6–8 of 8"
    assert view.step(seen, 1, 0) == "h"
    assert plain(view.lines(seen, cells, 4))[-1] == "  8 h  ━ ╲ "


def test_a_matrix_is_filtered_and_sorted() -> None:
    known = net(("c", "b"), ("b", "a"), ("d", "a"))
    view, seen = MatrixView(), looked_at(known, "c", "/[cd]/", by="LINES")
    rows = plain(view.lines(seen, 80, 9))
    assert rows[0].split() == ["LINES▾", "a", "b", "c", "d"]
    assert [row.split()[1:3] for row in rows[1:]] == [["c", "10"], ["d", "10"]]
    assert seen.names == ("c", "d")
    assert view.step(seen, 0, 1) == "d"
    nothing = plain(view.lines(looked_at(known, filter_text="zz"), 80, 9))
    assert nothing == ["  ○ no manager has such a name"]


def test_the_panel_says_what_it_cuts() -> None:
    lines: list[Line] = [words(str(number)) for number in range(10)]
    assert cut([*lines, ()], Room(20, 10, "a")) == lines
    assert plain(cut(lines, Room(20, 4, "a"))) == ["0", "1", "2", " … 7 more lines: a shows all"]


def test_everything_about_a_manager_scrolls() -> None:
    view, seen = AboutView(), looked_at(net(("a", "b")), "a")
    view.known = [words(str(number)) for number in range(9)]
    assert plain(view.lines(seen, 20, 3)) == ["0", "1", "2"]
    assert view.step(seen, 0, 2) == "a"
    assert plain(view.lines(seen, 20, 3)) == ["2", "3", "4"]
    view.end(seen, 1)
    assert plain(view.lines(seen, 20, 3)) == ["6", "7", "8"]
    assert view.told() == "7–9 of 9"
    assert view.step(seen, 1, 0) == "b"
    assert plain(view.lines(seen, 20, 1)) == ["0"]


def sample_picture(ecosystem: Ecosystem) -> Picture:
    readings = Readings()
    readings.take(sample.reading("managers", ecosystem), sample.NOW)
    return readings.picture(sample.NOW)


def test_a_box_tells_the_dependencies_within_it() -> None:
    looped = world(("a", "b"), ("b", "a"), ("c", "a"), cycles=(("a", "b"),))
    graph = prepared(looped, Wish())
    (box,) = graph.boxes
    told = "\n".join(plain(all_about(graph, box, sample_picture(looped), 60)))
    assert graph.boxed() == 2
    assert len(graph.known.imports) + graph.boxed() == len(graph.whole.imports)
    assert "a → b" in told
    assert "b → a" in told
    assert "b.go:3" in told


def test_of_an_opened_cycle_all_is_drawn_but_what_closes_it_and_that_is_named() -> None:
    pairs = (("a", "b"), ("b", "c"), ("c", "a"), ("c", "b"), ("d", "c"))
    looped = world(*pairs, cycles=(("a", "b", "c"),))
    looped = looped.model_copy(update={"feedback": (("c", "a"), ("c", "b"))})
    graph = prepared(looped, Wish(opened=frozenset({("a", "b", "c")})))
    layout = next(iter(graph.layouts()))
    assert set(layout.edges) == set(pairs) - set(looped.feedback)
    for cells, told in ((120, "⟲ c → a, b"), (12, "⟲ 2 in cycles not drawn")):
        assert plain([part.line for part in left_out(graph, layout, "i", cells)]) == [told]


def test_a_circle_that_nobody_cut_keeps_its_managers_side_by_side() -> None:
    looped = world(("a", "b"), ("b", "a"), ("c", "a"), cycles=(("a", "b"),))
    layers = network(looped).layers()
    assert layers["a"] == layers["b"] == layers["c"] - 1


def test_the_legend_keeps_what_is_needed_most() -> None:
    parts = [Part(5, words("strict 1")), Part(8, words("+2 implied")), Part(1, words("row"))]
    assert plain([legend(list(parts), 80)]) == [" strict 1   +2 implied   row"]
    assert plain([legend(list(parts), 24)]) == [" strict 1   +2 implied"]
    assert plain([legend(list(parts), 14)]) == [" +2 implied"]


def test_editors_get_the_line_in_their_own_way() -> None:
    file = Path("/r/a b.go")
    assert editor_command(file, 7, {}) == ["vi", "+7", "/r/a b.go"]
    assert editor_command(file, 7, {"EDITOR": "nano -w"}) == ["nano", "-w", "+7", "/r/a b.go"]
    assert editor_command(file, 7, {"EDITOR": "vi", "VISUAL": "/usr/bin/code"}) == [
        "/usr/bin/code",
        "--goto",
        "--wait",
        "/r/a b.go:7",
    ]


def test_who_has_fields_of_others_is_not_told_to_be_tied_to_none() -> None:
    told = world(("a", "b"))
    told = told.model_copy(update={"managers": told.managers[:3]})
    assert plain(alone(network(told), 80, 1)) == [" tied to no other 1: c"]
    fields = (*told.dependencies, depends("c", "a", "struct_field"))
    traced = network(told.model_copy(update={"dependencies": fields}))
    assert plain(alone(traced, 80, 1)) == [" tied by no import 1: c"]


def test_the_same_dependencies_are_laid_out_once() -> None:
    before = sample.ecosystem()
    (one, *others) = before.managers
    longer = before.model_copy(
        update={"managers": (one.model_copy(update={"lines": one.lines + 1}), *others)}
    )
    fewer = before.model_copy(update={"dependencies": before.dependencies[1:]})
    laid = next(prepared(before, Wish()).layouts())
    assert next(prepared(longer, Wish()).layouts()) is laid
    assert next(prepared(fewer, Wish()).layouts()) != laid

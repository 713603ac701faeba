import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.model.ecosystem import Coupling, Dependency, Ecosystem, Manager
from backend.model.finding import Evidence, Resolution
from tests.lines import plain
from tests.readings import sample
from tui.panes.called import short
from tui.panes.columns import Sorting
from tui.panes.graph import map as drawn
from tui.panes.graph import matrix, strata
from tui.panes.graph.layout import Edge, Layout, Place, lay_out
from tui.panes.graph.network import Network, network
from tui.panes.graph.ordering import figure, order
from tui.panes.graph.prepared import Wish, prepared
from tui.panes.graph.shape import shaped_for
from tui.panes.graph.tracks import Bundle, tracked

NAMES = [f"m{number}" for number in range(12)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, int], set[Edge]]:
    layers = {name: draw(st.integers(0, 4)) for name in draw(st.sets(st.sampled_from(NAMES)))}
    pairs = [(a, b) for a in layers for b in layers if layers[a] > layers[b]]
    return layers, draw(st.sets(st.sampled_from(pairs))) if pairs else set()


def scene(chosen: str = "") -> drawn.Scene:
    return drawn.Scene(short, frozenset(), chosen)


def pictured(layout: Layout) -> list[str]:
    return ["".join(text for text, _ in line) for line in drawn.draw(layout, scene(), 20).lines]


@given(graphs())
@settings(deadline=None)
def test_no_two_things_share_a_place(graph: tuple[dict[str, int], set[Edge]]) -> None:
    layers, edges = graph
    layout = lay_out(layers, edges)
    assert {p.name for column in layout.columns for p in column if not p.passing} == set(layers)
    for column in layout.columns:
        rows = [place.row for place in column]
        assert rows == sorted(set(rows))
        assert all(0 <= row < layout.height for row in rows)


@given(graphs())
@settings(deadline=None)
def test_lines_on_one_track_never_touch(graph: tuple[dict[str, int], set[Edge]]) -> None:
    layout = lay_out(*graph)
    for gap in layout.gaps:
        for one, other in itertools.combinations(gap, 2):
            if one.track == other.track >= 0:
                low, high = sorted(((*one.rows, one.row), (*other.rows, other.row)), key=min)
                assert max(low) < min(high)


def crossings(layout: Layout, swapped: dict[tuple[int, int], int]) -> int:
    """Lines that cross, rows of some columns being exchanged: (column, row) to row."""
    return sum(
        (left - other_left) * (right - other_right) < 0
        for at, gap in enumerate(layout.gaps)
        for (left, right), (other_left, other_right) in itertools.combinations(
            [
                (swapped.get((at, row), row), swapped.get((at + 1, bundle.row), bundle.row))
                for bundle in gap
                for row in bundle.rows
            ],
            2,
        )
    )


@given(graphs())
@settings(deadline=None)
def test_no_two_neighbours_cross_less_the_other_way_round(
    graph: tuple[dict[str, int], set[Edge]],
) -> None:
    layout = lay_out(*graph)
    drawn_now = crossings(layout, {})
    for at, column in enumerate(layout.columns):
        for upper, lower in itertools.pairwise(place.row for place in column):
            turned = crossings(layout, {(at, upper): lower, (at, lower): upper})
            assert turned >= drawn_now


@given(graphs())
@settings(deadline=None)
def test_every_edge_leads_from_its_source_to_its_target(
    graph: tuple[dict[str, int], set[Edge]],
) -> None:
    layers, edges = graph
    layout = lay_out(layers, edges)
    assert set(layout.edges) == edges
    frame = drawn._Frame(layout, scene(), 20)
    for edge in layout.edges:
        route = frame.route(edge)
        assert route[0][1] == frame.at[edge[0]][1]
        assert route[-1] == (frame.at[edge[1]][0] - 2, frame.at[edge[1]][1])
        for (x0, y0), (x1, y1) in itertools.pairwise(route):
            assert x0 <= x1
            assert x0 == x1 or y0 == y1


@given(graphs())
@settings(deadline=None)
def test_the_same_graph_is_drawn_the_same(graph: tuple[dict[str, int], set[Edge]]) -> None:
    layers, edges = graph
    turned = dict(reversed(layers.items()))
    assert lay_out(layers, sorted(edges)) == lay_out(turned, sorted(edges, reverse=True))


def test_lines_to_one_target_share_a_track() -> None:
    layers = {"a": 1, "b": 1, "c": 1, "target": 0}
    layout = lay_out(layers, [(name, "target") for name in "abc"])
    assert pictured(layout) == ["a ─┐", "b ─┼▸ target", "c ─┘"]


def test_a_line_that_only_crosses_passes_below() -> None:
    left = (Place("a", 0), Place("b", 1))
    right = (Place("y", 1), Place("x", 2))
    gap = tracked([Bundle("x", (0,), 2), Bundle("y", (1,), 1)])
    edges = (("a", "x"), ("b", "y"))
    layout = Layout(columns=(left, right), gaps=(gap,), height=3, edges=edges, level=())
    assert pictured(layout) == ["a ─┐", "b ─│▸ y", "   └▸ x"]


def test_a_long_line_passes_the_layer_between() -> None:
    layers = {"top": 2, "mid": 1, "low": 0}
    text = pictured(lay_out(layers, [("top", "mid"), ("mid", "low"), ("top", "low")]))
    assert text == ["top ─┬───────┬▸ low", "     └▸ mid ─┘"]


def test_edges_within_a_layer_are_told_and_not_drawn() -> None:
    layout = lay_out({"a": 0, "b": 0}, [("a", "b"), ("b", "a")])
    assert layout.edges == ()
    assert layout.level == (("a", "b"), ("b", "a"))


def test_an_airy_map_leaves_every_second_row() -> None:
    layout = lay_out({"a": 1, "b": 1, "t": 0}, [("a", "t"), ("b", "t")])
    lines = drawn.draw(layout, scene(), 20, airy=True).lines
    assert ["".join(text for text, _ in line) for line in lines] == ["a ─┬▸ t", "   │", "b ─┘"]


def test_the_chosen_one_lights_its_lines_and_dims_the_rest() -> None:
    layout = lay_out({"a": 1, "b": 1, "t": 0, "u": 0}, [("a", "t"), ("b", "u")])
    lit = drawn.Scene(short, frozenset(), "a", frozenset({"t"}))
    spans = [span for line in drawn.draw(layout, lit, 9).lines for span in line]
    assert {("a", "selected"), ("t", "strong"), ("b", "dim"), ("u", "dim")} <= set(spans)
    assert {role for text, role in spans if "▸" in text} == {"accent", "rule"}


def test_two_hundred_managers_are_laid_out() -> None:
    layers = {f"m{number}": number % 6 for number in range(200)}
    names = sorted(layers)
    edges = {
        (a, b)
        for place, a in enumerate(names)
        for b in (names[(place * 7) % 200], names[(place * 13 + 5) % 200])
        if layers[a] > layers[b]
    }
    assert len(lay_out(layers, edges).edges) == len(edges)


def ecosystem(*edges: tuple[str, str], resolution: Resolution = "strict") -> Ecosystem:
    names = sorted({name for edge in edges for name in edge})
    return Ecosystem(
        managers=tuple(
            Manager(name=name, path=name, root="/", languages=("Go",), coupling=Coupling())
            for name in names
        ),
        dependencies=tuple(
            Dependency(
                source=source,
                target=target,
                evidence=(
                    Evidence(kind="import", path="x.go", line=1, text="", resolution=resolution),
                ),
            )
            for source, target in edges
        ),
    )


def test_imports_of_tests_lift_a_manager_above_what_it_uses() -> None:
    known = network(ecosystem(("a", "b"), ("b", "c")))
    assert known.layers() == {"a": 2, "b": 1, "c": 0}


def test_an_undeclared_cycle_falls_back_to_the_scans_layers() -> None:
    assert network(ecosystem(("a", "b"), ("b", "a"))).layers() == {"a": 0, "b": 0}


def test_implied_edges_are_left_out() -> None:
    known = network(ecosystem(("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")))
    assert known.telling() == {("a", "b"), ("b", "c"), ("a", "d")}


@pytest.fixture
def known() -> Network:
    return network(sample.ecosystem())


def test_the_real_one_in_miniature(known: Network) -> None:
    assert known.counts() == {"strict": 6, "recovered": 9, "dangling": 20}
    assert len(known.connected()) == 17
    assert len(known.alone()) == 20
    assert set(known.traces) == {("integrated-manager", "error-manager")}
    assert known.used_by("cache-manager") == ["dependency-manager"]


def test_an_acyclic_matrix_has_nothing_right_of_its_diagonal(known: Network) -> None:
    for name in known.connected():
        spans = matrix.marks(known, name, known.connected(), "")
        text = "".join(text for text, _ in spans)
        assert text.index("╲") >= max(text.rfind("━"), text.rfind("┅"))
        assert "act" not in {role for _, role in spans}


def test_a_cycle_stands_out_in_the_matrix_in_any_order() -> None:
    looped = network(ecosystem(("a", "b"), ("b", "a")))
    for columns in ("ab", "ba"):
        roles = {role for name in "ab" for _, role in matrix.marks(looped, name, columns, "")}
        assert "act" in roles


def test_a_matrix_keeps_the_rows_asked_for_and_what_they_use(known: Network) -> None:
    every = order(known, Sorting())
    whole = matrix.axes(known, every, frozenset(every))
    assert whole.rows == tuple(every)
    assert whole.columns == tuple(known.connected())
    some = matrix.axes(known, every, frozenset({"dependency-manager"}))
    assert some.rows == ("dependency-manager",)
    assert set(some.columns) == {"dependency-manager", *known.uses("dependency-manager")}
    assert some.numbers == whole.numbers


def test_managers_stand_by_any_column_and_unknown_is_last(known: Network) -> None:
    names = order(known, Sorting("LINES", descending=True))
    lines = [known.managers[name].lines for name in names]
    assert lines == sorted(lines, reverse=True)
    stable = order(known, Sorting("INSTABILITY"))
    found = [known.managers[name].coupling.instability for name in stable]
    told = [value for value in found if value is not None]
    assert found == [*sorted(told), *[None] * (len(found) - len(told))]
    assert figure(known, names[0], Sorting("LINES")) == f"{lines[0]:,}"
    assert figure(known, stable[-1], Sorting("INSTABILITY")) == "n/a"
    assert figure(known, names[0], Sorting("MANAGER")) == ""


@given(graphs(), st.integers(20, 200), st.integers(6, 60), st.booleans())
def test_a_map_that_is_drawn_fits_and_says_what_it_leaves_out(
    graph: tuple[dict[str, int], set[Edge]], cells: int, rows: int, implied: bool
) -> None:
    _, edges = graph
    ready = prepared(ecosystem(*edges), Wish(implied=implied))
    shape = shaped_for(ready.layouts(), scene(), cells, rows)
    if shape.layout is None:
        return
    assert shape.layout.height <= shape.rows < rows
    left_out, level = ready.undrawn(shape.layout)
    assert len(shape.layout.edges) + left_out + level == len(edges)
    assert not level
    assert implied or set(shape.layout.edges) == ready.known.telling()


def test_all_lines_are_drawn_where_there_is_room() -> None:
    chain = ecosystem(("c", "b"), ("b", "a"), ("c", "a"))
    usual, fewer = Wish(), Wish(implied=False)
    (full, reduced), (only,) = prepared(chain, usual).layouts(), prepared(chain, fewer).layouts()
    assert prepared(chain, usual).undrawn(full) == (0, 0)
    assert prepared(chain, usual).undrawn(reduced) == (1, 0)
    assert only.edges == reduced.edges == (("b", "a"), ("c", "b"))


def test_a_name_is_shortened_only_where_it_stays_its_own() -> None:
    twins = network(ecosystem(("error-manager", "error"), ("cache-manager", "error")))
    assert [twins.called(name) for name in ("error-manager", "error", "cache-manager")] == [
        "error-manager",
        "error",
        "cache",
    ]


def test_columns_stand_apart_where_there_is_room() -> None:
    layout = lay_out({"a": 0, "b": 1, "c": 2}, {("c", "b"), ("b", "a")})
    narrow, wide = drawn.draw(layout, scene(), 8), drawn.draw(layout, scene(), 8, 30)
    assert narrow.width == 11
    assert wide.width == 27
    assert drawn.draw(layout, scene(), 8, 12).width <= 12
    assert "".join(text for text, _ in wide.lines[0]) == "c ─────────▸ b ─────────▸ a"


def test_strata_hold_every_connected_manager(known: Network) -> None:
    drawing = strata.draw(known, scene("dependency-manager"), 50)
    assert set(drawing.at) == set(known.connected())
    for name, (x, y) in drawing.at.items():
        line = "".join(text for text, _ in drawing.lines[y])
        assert line[x:].startswith(short(name))
        assert len(line) <= 50
    text = plain(drawing.lines)
    assert "▸cache" in text
    assert "▸interfaces" in text


def test_arrows_find_the_nearest(known: Network) -> None:
    layout = lay_out(known.layers(), known.telling())
    drawing = drawn.draw(layout, scene(), 20)
    first = drawing.beside("", 0, 1)
    assert drawing.at[first] == (0, 0)
    below = drawing.beside(first, 0, 1)
    assert drawing.at[below] == (0, 1)
    right = drawing.beside(first, 1, 0)
    assert drawing.at[right][0] > 0
    assert drawing.beside(first, -1, 0) == first

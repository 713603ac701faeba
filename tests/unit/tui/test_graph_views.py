"""Boxes, neighbours, trees, ways, switches and colours of the graph."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backend.model.ecosystem import Dependency, Ecosystem, Manager
from backend.model.finding import Evidence
from tests.readings import sample
from tui.editor import editor_command
from tui.panes.graph import matrix
from tui.panes.graph.boxes import box_name, collapsed, knots
from tui.panes.graph.colours import MEASURES, shades
from tui.panes.graph.network import Network, network
from tui.panes.graph.switches import TRACES, choices
from tui.panes.graph.tree_view import tree
from tui.panes.graph.ways import around, way_lines, ways

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


def test_the_matrix_shows_the_columns_asked_for() -> None:
    known = network(sample.ecosystem())
    names = known.connected()
    header = "".join(text for text, _ in matrix.header(known, names[9], 10, range(8, 12)))
    assert header.split() == ["9", "10"]
    own = matrix.row(known, names[9], "", 10, range(8, 12))
    assert [text for text, _ in own].index("╲ ") == 3


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

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.cycles import TOLD, cycles, feedback_set

EDGES = st.sets(st.tuples(*[st.sampled_from("abcdefgh")] * 2), max_size=40)


def graph(*edges: str) -> "nx.DiGraph[str]":
    """Edges as `a>b`, or `3 a>b` where an edge stands for three imports."""
    made: nx.DiGraph[str] = nx.DiGraph()
    for edge in edges:
        weight, _, names = edge.rpartition(" ")
        made.add_edge(names[0], names[-1], imports=int(weight or 1))
    return made


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        (("a>b", "b>c"), ()),
        (("b>a", "a>b"), (("a", "b"),)),
        (("a>b", "b>c", "c>a", "c>b"), (("b", "c"),)),
        (("c>a", "a>b", "b>c", "z>y", "y>z", "c>z"), (("a", "b", "c"), ("y", "z"))),
        (("a>b", "b>a", "b>c", "c>b", "a>a"), (("a", "b"), ("b", "c"))),
    ],
)
def test_the_shortest_cycle_through_each_edge_to_cut(
    edges: tuple[str, ...], expected: tuple[tuple[str, ...], ...]
) -> None:
    assert cycles(graph(*edges)) == expected
    assert cycles(graph(*reversed(edges))) == expected


def test_the_lighter_edge_is_to_be_cut() -> None:
    assert feedback_set(graph("5 a>b", "2 b>a")) == (("b", "a"),)
    assert feedback_set(graph("2 a>b", "5 b>a")) == (("a", "b"),)
    assert feedback_set(graph("9 a>b", "9 b>c", "c>a", "8 c>b")) == (("c", "a"), ("c", "b"))


def test_of_a_large_knot_the_shortest_cycles_are_told() -> None:
    names = [f"{at:02}" for at in range(40)]
    knot: nx.DiGraph[str] = nx.complete_graph(names, nx.DiGraph)
    assert len(feedback_set(knot)) == 40 * 39 / 2
    found = cycles(knot)
    assert len(found) == TOLD
    assert {len(cycle) for cycle in found} == {2}


@given(EDGES)
def test_cut_edges_leave_no_cycle_and_each_of_them_is_needed(edges: set[tuple[str, str]]) -> None:
    made: nx.DiGraph[str] = nx.DiGraph(sorted(edges))
    cut = feedback_set(made)
    made.remove_edges_from([(name, name) for name in made])
    made.remove_edges_from(cut)
    assert nx.is_directed_acyclic_graph(made)
    for edge in cut:
        made.add_edge(*edge)
        assert not nx.is_directed_acyclic_graph(made)
        made.remove_edge(*edge)


@given(EDGES)
def test_every_cycle_told_is_one_and_cuts_close_them(edges: set[tuple[str, str]]) -> None:
    made: nx.DiGraph[str] = nx.DiGraph(sorted(edges))
    cut = set(feedback_set(made))
    for cycle in cycles(made):
        steps = set(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        assert steps <= edges
        assert steps & cut
        assert len(set(cycle)) == len(cycle) > 1

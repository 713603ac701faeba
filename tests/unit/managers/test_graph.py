import networkx as nx
import pytest

from backend.managers.graph import coupling, import_graph, layers, trace_graph
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence


def graph(*edges: str) -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_edges_from((edge[0], edge[-1]) for edge in edges)
    return made


def test_coupling_counts_managers_on_both_sides() -> None:
    made = graph("a>b", "c>b", "b>d")
    found = coupling(made, "b")
    assert (found.afferent, found.efferent, found.instability) == (2, 1, 1 / 3)


def test_nothing_coupled_has_no_instability() -> None:
    made = graph()
    made.add_node("alone")
    assert coupling(made, "alone").instability is None


def test_layers_rise_from_what_depends_on_nothing() -> None:
    made = graph("t>m", "m>b", "t>b", "x>y", "y>x", "y>b")
    assert layers(made) == {"b": 0, "m": 1, "t": 2, "x": 1, "y": 1}


@pytest.mark.parametrize(
    ("kind", "resolution", "test", "counts"),
    [
        ("import", "strict", False, True),
        ("import", "recovered", False, True),
        ("test_import", "strict", True, False),
        ("import", "ambiguous", False, False),
        ("import", "dangling", False, False),
        ("document", None, False, False),
        ("mention", None, False, False),
    ],
)
def test_only_resolved_imports_outside_tests_make_the_graph(
    kind: str, resolution: str | None, test: bool, counts: bool
) -> None:
    evidence = Evidence.model_validate(
        {"kind": kind, "path": "f", "line": 1, "text": "t", "resolution": resolution, "test": test}
    )
    made = import_graph(["a", "b"], [Dependency(source="a", target="b", evidence=(evidence,))])
    assert made.has_edge("a", "b") is counts
    assert not counts or made.edges["a", "b"] == {"imports": 1}
    assert set(made) == {"a", "b"}


def test_any_trace_of_a_known_manager_makes_the_graph_of_traces() -> None:
    evidence = Evidence(kind="document", path="f", line=1, text="t")
    found = [
        Dependency(source="a", target=target, evidence=(evidence, evidence))
        for target in ("b", "unknown")
    ]
    made = trace_graph(["a", "b"], found)
    assert list(made.edges(data="imports")) == [("a", "b", 2)]

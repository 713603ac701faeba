"""The side panel's figures, and the shared interface method by method."""

from tests.readings import sample
from tui.commands.contract_text import contract, figures
from tui.panes.graph import detail
from tui.panes.graph.keeping import kept
from tui.panes.graph.network import network
from tui.widgets.text import Line, line_width

CELLS = 46


def told(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_what_is_the_same_differs_and_lacks_stands_method_by_method() -> None:
    lines = told(kept(sample.ecosystem().contract, "dependency-manager", CELLS))
    assert lines == [
        " ManagerInterface 1 of 3 in Manager",
        "  dependency-manager/manager.go:20",
        "  ≠ Initialize(context.Context, interface{}) error"[: CELLS - 3] + "…",
        "    ⇢ (context.Context) error :43",
        "  ✓ Stop",
        "  ✗ GetStatus",
        "    declared in docs/plan-v57.md:533",
    ]


def test_a_mock_is_called_one_and_why() -> None:
    lines = told(kept(sample.ecosystem().contract, "central-coordinator", CELLS))
    assert lines[2] == "  ▲ a mock, by name"


def test_who_has_no_method_of_it_has_none_and_no_contract_is_no_line() -> None:
    agreed = sample.ecosystem().contract
    assert told(kept(agreed, "cache-manager", CELLS)) == [" ManagerInterface 0 of 3 methods"]
    assert kept(None, "cache-manager", CELLS) == []


def test_figures_that_cannot_be_measured_are_not_zero() -> None:
    known = network(sample.ecosystem())
    first, second = told(detail.measured(known, "mcp-manager"))
    assert first.split() == ["A", "n/a", "D", "n/a", "LCOM4", "n/a"]
    assert second.split() == ["imports", "in", "n/a", "out", "n/a", "tests", "n/a"]


def test_no_line_of_the_panel_is_wider_than_the_panel() -> None:
    known = network(sample.ecosystem())
    for name in known.managers:
        for line in (*detail.beside(known, name), *detail.ties(known, name, CELLS)):
            assert line_width(line) <= CELLS, told([line])


def test_the_report_tells_each_managers_best_type() -> None:
    ecosystem = sample.ecosystem()
    assert ecosystem.contract is not None
    lines = list(contract(ecosystem.contract))
    assert lines[0] == "CONTRACT ManagerInterface: 3 methods, docs/plan-v57.md:532"
    assert any(line.endswith("=  =  = MockManager (mock by name)") for line in lines)
    assert any(line.endswith("≠  =  – Manager") for line in lines)
    (unmeasured,) = [line for line in figures(ecosystem.managers) if "mcp-manager" in line]
    assert unmeasured.split()[1:] == ["n/a"] * 6

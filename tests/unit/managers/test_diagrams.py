"""Edges that documents draw."""

import pytest

from backend.managers.diagrams import drawn
from backend.managers.documents import Document
from backend.managers.names import Names

NAMES = Names([(f"m/{name}-manager", f"{name}-manager") for name in ("cache", "log", "mail")])


def edges(text: str) -> list[tuple[int, str, str]]:
    found = drawn(Document("a.md", "", tuple(text.splitlines())), NAMES)
    return [
        (number, source.removesuffix("-manager"), target.removesuffix("-manager"))
        for number, source, target in found
    ]


def chart(*lines: str) -> str:
    return "\n".join(("```mermaid", *lines, "```"))


@pytest.mark.parametrize(
    "arrow",
    ["-->", "---->", "-.->", "==>", "-->|uses|", "-- uses -->", "== uses ==>", "..>", "--|>"],
)
def test_nodes_by_their_labels(arrow: str) -> None:
    text = chart("graph TD", "A[Cache Manager]", 'B("LogManager")', f"A {arrow} B")
    assert edges(text) == [(5, "cache", "log")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("A[Cache Manager] --> B{{log-manager}} --> C((Mail Manager))", ["cache log", "log mail"]),
        ("A[Cache Manager] & C[Mail Manager] --> B[Log Manager]", ["cache log", "mail log"]),
        ("CacheManager --> LogManager", ["cache log"]),
        ("CacheManager:::hot --> LogManager", ["cache log"]),
        ("A[Cache Manager] --> B[Something else]", []),
        ("A[Cache Manager] --- B[Log Manager]", []),
        ("A[Cache Manager] --> A", []),
        ("subgraph S[Cache Manager]", []),
    ],
)
def test_edges_of_a_chart(line: str, found: list[str]) -> None:
    assert [f"{source} {target}" for _, source, target in edges(chart("graph LR", line))] == found


def test_a_sequence_asks_and_its_answers_are_no_edges() -> None:
    text = chart(
        "sequenceDiagram",
        "participant C as Cache Manager",
        "participant L as LogManager",
        "C->>+L: write: now",
        "L-->>C: done",
    )
    assert edges(text) == [(5, "cache", "log")]


def test_labels_of_one_chart_are_none_of_the_next() -> None:
    text = chart("A[Cache Manager] --> X") + "\n" + chart("B[Log Manager]", "A --> B")
    assert edges(text) == []
    assert edges("```text\nA[Cache Manager] --> B[Log Manager]\n```") == []


BOXES = """
┌──────────────┐ ┌─────────────┐
│ CacheManager │ │ MailManager │
│   (core)     │ │             │
└──────┬───────┘ └─────────────┘
       │                ▲
       │ tells          │
┌──────▼───────┐ ┌──────┴──────┐
│ LogManager   │ │ LogManager  │
└──────────────┘ └─────────────┘
"""


def test_an_arrow_down_or_up_between_boxes() -> None:
    assert edges(BOXES) == [(6, "log", "mail"), (8, "cache", "log")]


def test_a_name_right_above_and_below() -> None:
    assert edges("  cache-manager\n       |\n       ▼\n  log-manager\n") == [(3, "cache", "log")]
    assert edges("  cache-manager\n       |\n       ▼\n               log-manager\n") == []
    assert edges("  cache-manager\n       |\n       ▼\n\n  log-manager\n") == []


def test_a_box_of_several_says_not_which() -> None:
    row = "│ LogManager      MailManager │"
    wide = f"┌{'─' * 29}┐\n{row}\n└{'─' * 29}┘"
    assert edges(f"  cache-manager\n       ▼\n{wide}\n") == []


def test_boxes_of_ascii_have_borders_too() -> None:
    box = "+--------------+"
    rows = (box, "| CacheManager |", box, "        |", "        ▼", box, "| LogManager   |", box)
    assert edges("\n".join(rows)) == [(5, "cache", "log")]


def beside(arrow: str, *rows: str, left: str = "CacheManager", right: str = "LogManager") -> str:
    """Two boxes with an arrow between them, in a line of its own."""
    gap, wide, width = " " * len(arrow), "─" * 14, len(right) + 4
    edge = f"┌{wide}┐{gap}┌{'─' * width}┐"
    named = f"│ {left:<12} │{gap}│ {right:<{width - 2}} │"
    crossed = f"│{'':14}│{arrow}│{'':{width}}│"
    return "\n".join((edge, named, *rows, crossed, edge.translate(str.maketrans("┌┐", "└┘"))))


ON, BACK = (3, "cache", "log"), (3, "log", "cache")


@pytest.mark.parametrize(
    ("arrow", "found"),
    [
        ("────►", [ON]),
        (" ───▶ ", [ON]),
        ("◄────", [BACK]),
        ("◄───►", [ON, BACK]),
        ("── tells ──►", [ON]),
        ("◄─── Query ────", [BACK]),
        ("  →  ", [ON]),
        ("--->", [ON]),
        ("<---", [BACK]),
        ("─────", []),
        ("     ", []),
        ("─┬──►", []),
    ],
)
def test_an_arrow_to_the_side_between_boxes(arrow: str, found: list[tuple[int, str, str]]) -> None:
    assert edges(beside(arrow)) == found


def test_an_arrow_may_begin_and_end_in_the_sides() -> None:
    assert edges(beside("───►").replace("│───►│", "├───►│")) == [ON]
    assert edges(beside("◄───").replace("│◄───│", "│◄───┤")) == [BACK]


def test_the_name_of_a_box_stands_above_its_dividing_line() -> None:
    divided = f"├{'─' * 14}┤     ├{'─' * 14}┤"
    assert edges(beside("────►", divided)) == [(4, "cache", "log")]


def test_drawings_that_are_shifted_by_a_column_are_read() -> None:
    text = beside("◄────►", "│ shifted      │     │ by one        │")
    assert edges(text) == [(4, "cache", "log"), (4, "log", "cache")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(beside("────►", left="Something"), id="no manager"),
        pytest.param(beside("────►", right="CacheManager"), id="itself"),
        pytest.param(beside("────►", right="LogManager / MailManager"), id="several in one box"),
        pytest.param("| CacheManager | LogManager |\n|--|--|\n| x | → | y |", id="a table"),
        pytest.param("│ CacheManager │    │ LogManager │\n│  │──►│  │", id="no boxes"),
        pytest.param("│──►│", id="nothing beside it"),
    ],
)
def test_what_no_arrow_to_the_side_says(text: str) -> None:
    assert edges(text) == []


def test_three_boxes_in_a_row() -> None:
    edge = "┌──────────────┐  ┌────────────┐  ┌─────────────┐"
    named = "│ CacheManager │  │ LogManager │  │ MailManager │"
    crossed = "│              │◄─┤            ├─▶│             │"
    text = "\n".join((edge, named, crossed, edge.translate(str.maketrans("┌┐", "└┘"))))
    assert edges(text) == [(3, "log", "cache"), (3, "log", "mail")]

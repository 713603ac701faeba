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

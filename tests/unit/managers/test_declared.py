import pytest

from backend.managers.declared import declared_rows
from backend.managers.documents import Document
from backend.managers.names import Names

NAMES = Names([("managers/cache-manager", "cache-manager")])

TABLE = """
| Manager | Planning | Validation | Exécution | Monitoring | SRP Score |
| ------- | -------- | :--------: | --------- | ---------- | --------- |
| integrated-manager | R | A | C | I | ⚠️ 7/10 |
| **cache-manager** | - | R/A | *c* | | 6,5 / 10 |
| empty-manager | | | | | 3/10 |

| integrated-manager | R | A | C | I | not below a head |
"""


def as_received(text: str) -> str:
    return text.encode().decode("cp1254", "replace")


@pytest.mark.parametrize("text", [TABLE, as_received(TABLE)])
def test_rows_of_a_table_with_activities(text: str) -> None:
    rows = list(declared_rows([Document("PLAN.md", "", tuple(text.splitlines()))], NAMES))
    assert [(row.manager, dict(row.letters), row.score, row.evidence.line) for row in rows] == [
        (
            "integrated-manager",
            {"Planning": "R", "Validation": "A", "Execution": "C", "Monitoring": "I"},
            7.0,
            4,
        ),
        ("cache-manager", {"Validation": "R/A", "Execution": "C"}, 6.5, 5),
    ]


TURNED = """
| Activity | CacheManager | other | integrated |
| --- | --- | --- | --- |
| Planning | R | R | A |
| Configuration / Validation | R/A | | *i* |
| Coffee | A | R | R |
"""


def test_managers_as_columns_are_read_row_by_row() -> None:
    names = Names([("m/cache-manager", "cache-manager"), ("m/integrated-manager", "integrated")])
    rows = declared_rows([Document("PLAN.md", "", tuple(TURNED.splitlines()))], names)
    assert [(row.manager, dict(row.letters), row.evidence.line) for row in rows] == [
        ("cache-manager", {"Planning": "R"}, 4),
        ("integrated", {"Planning": "A"}, 4),
        ("cache-manager", {"configuration/Validation": "R/A"}, 5),
        ("integrated", {"configuration/Validation": "I"}, 5),
    ]


def test_activities_as_columns_may_be_capabilities_in_a_phase() -> None:
    lines = (
        "| Manager | Planning | configuration/Validation | /Execution |",
        "|---|---|---|---|",
        "| cache-manager | R | A | C |",
    )
    (row,) = declared_rows([Document("PLAN.md", "", lines)], NAMES)
    assert row.letters == {"Planning": "R", "configuration/Validation": "A"}


@pytest.mark.parametrize(
    "head",
    ["| Manager | Status | Planning |", "| Planning | Validation |", "Manager Planning Validation"],
)
def test_other_tables_are_left_alone(head: str) -> None:
    lines = (head, "| --- | --- | --- |", "| cache-manager | R | A |")
    assert list(declared_rows([Document("PLAN.md", "", lines)], NAMES)) == []


def test_a_matrix_of_other_people_is_none_of_managers() -> None:
    lines = (
        *("| Rôle | Validation du message | Suivi |", "|---|---|---|", "| Artiste | I | A |", ""),
        *("| Rôle | Validation | Suivi |", "|---|---|---|", "| Cache Manager | R | C |", ""),
        *("| Gestionnaires | Validation | Suivi |", "|---|---|---|", "| new-one | A | C |"),
    )
    rows = declared_rows([Document("PLAN.md", "", lines)], NAMES)
    assert [row.manager for row in rows] == ["Cache Manager", "new-one"]

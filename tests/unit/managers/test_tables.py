from backend.managers.documents import Document
from backend.managers.tables import tables

LINES = (
    "| a | b |",
    "| :-- | --- |",
    "| **1** | |",
    "  | short |  ",
    "prose",
    "|---|",
    "",
    "| alone |",
)


def test_lines_that_follow_each_other_are_a_table_without_its_rule() -> None:
    found = tables(Document("A.md", "", LINES))
    assert [[(row.number, row.cells) for row in table] for table in found] == [
        [(1, ("a", "b")), (3, ("**1**", "")), (4, ("short",))],
        [(8, ("alone",))],
    ]


def test_a_row_that_is_too_short_has_empty_cells() -> None:
    ((*_, row), _) = tables(Document("A.md", "", LINES))
    assert (row.line, row.cell(0), row.cell(1)) == ("  | short |  ", "short", "")

from tests.readings import sample
from tui.commands.counts_text import counts
from tui.exports.markdown import markdown
from tui.exports.tables import counts_table


def test_every_number_stands_with_its_lines_beside_the_fact() -> None:
    _, *lines = counts(sample.ecosystem().counts)
    assert lines == [
        "  managers: 26 / 19 ⇢ 36",
        "        26 in  28 lines, docs/26.md:4, differs by 10",
        "        19 in   7 lines, docs/19.md:4, differs by 17",
    ]


def test_what_agrees_or_is_not_counted_differs_by_nothing() -> None:
    (one,) = sample.ecosystem().counts
    for counted in (None, 26):
        _, _, first, *_ = counts([one.model_copy(update={"counted": counted})])
        assert first == "        26 in  28 lines, docs/26.md:4"


def test_the_table_and_the_markdown_report_have_them_too() -> None:
    _, rows = counts_table(sample.ecosystem())
    assert rows[0] == ("managers", "", 26, 28, 36, "docs/26.md", 4)
    assert "| managers |  | 19 | 7 | 36 | docs/19.md:4 |" in list(markdown(sample.ecosystem()))

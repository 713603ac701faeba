"""Rows that are new or changed since the last look are marked for a while."""

from datetime import timedelta

from tests.readings.sample import NOW
from tui.panes.columns import Column
from tui.panes.news import CHANGED, NEW, SHOWN_FOR, News
from tui.panes.rows import Row

COLUMNS = (Column("NAME"), Column("STATUS"), Column("POINTS", live=True))


def row(name: str, status: str = "green", points: int = 1) -> Row:
    return Row(name, (), values=(name, status, points))


def signs(news: News, *names: str) -> str:
    return "".join(news.sign(name)[0] for name in names)


def test_the_first_look_has_no_news() -> None:
    news = News()
    news.take([row("a"), row("b")], COLUMNS, NOW, looking=True)
    assert signs(news, "a", "b") == "  "
    assert news.standing(NOW) == 0


def test_what_is_new_and_what_changed_is_marked_and_what_moves_all_the_time_is_not() -> None:
    news = News()
    news.take([row("a"), row("b"), row("c")], COLUMNS, NOW, looking=True)
    later = NOW + timedelta(seconds=1)
    news.take([row("a", "red"), row("b", points=9), row("d")], COLUMNS, later, looking=True)
    assert signs(news, "a", "b", "d") == f"{CHANGED} {NEW}"
    assert news.standing(later) == 2
    assert news.standing(later + SHOWN_FOR) == 0
    news.take([row("a", "red"), row("b", points=9), row("d")], COLUMNS, later + SHOWN_FOR,
              looking=True)  # fmt: skip
    assert signs(news, "a", "b", "d") == "   "


def test_nothing_is_missed_while_nobody_looks() -> None:
    news = News()
    news.take([row("a")], COLUMNS, NOW, looking=True)
    news.take([row("a", "red")], COLUMNS, NOW + timedelta(seconds=1), looking=False)
    back = NOW + timedelta(hours=1)
    news.take([row("a", "yellow")], COLUMNS, back, looking=True)
    assert signs(news, "a") == CHANGED
    assert news.standing(back + timedelta(seconds=14)) == 1

"""What a pane shows while it has nothing live: each state looks its own and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.widgets.marks import MARKS, age_words
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from backend.model.reading import ProbeError
    from tui.readings import Held, Picture


class Body(NamedTuple):
    """What a pane wants to show.

    Attributes:
        mark: Worst thing in it: a name of `MARKS`.
        verdict: One line that says it all.
        lines: What stands below the title.
    """

    mark: str
    verdict: str
    lines: Sequence[Line]


def loading(probes: Sequence[str], gone: str) -> Body:
    """No word yet, or none to come."""
    if gone:
        lines = [
            (),
            words(f"   ■ no reading of {', '.join(probes)} will come", "act"),
            words(f"     {gone}"),
            words("   → start again; `passerelle doctor` tells what is amiss", "accent"),
        ]
        return Body("act", "no readings", lines)
    return Body(
        "loading",
        "waiting for the first reading",
        [(), words(f"   … {', '.join(probes)}", "dim"), words("     it comes by itself", "dim")],
    )


def without_value(held: Held, error: ProbeError, picture: Picture, cells: int) -> Body:
    """Not configured, or failing since the start."""
    unconfigured = error.kind == "unconfigured"
    mark = "unknown" if unconfigured else "act"
    word = "not configured" if unconfigured else error.kind
    lines: list[Line] = [(), words(f"   {MARKS[mark].glyph} {word}", MARKS[mark].role)]
    lines += [words(f"     {text}") for text in wrap(error.summary, cells - 6)]
    lines += remedy(error.remedy, cells)
    if not unconfigured:
        ago = age_words((picture.now - held.heard).total_seconds())
        tried = f"     failed {held.failures}×, last {ago} ago; tried again on its own"
        lines += [(), words(tried, "dim")]
    return Body(mark, word, lines)


def remedy(text: str, cells: int) -> list[Line]:
    """What to do, behind an arrow."""
    return [
        words(f"   {' ' if place else '→'} {part}", "text" if place else "accent")
        for place, part in enumerate(wrap(text, cells - 6) if text else [])
    ]


def notice(held: Held, picture: Picture, cells: int) -> list[Line]:
    """The lines above a value that is no longer live; none above one that is."""
    age = age_words(held.age(picture.now))
    if held.error is not None:
        return [
            words(f" ■ {held.error.kind}: {held.error.summary}", "act"),
            *remedy(held.error.remedy, cells)[:2],
            words(f" ◌ below is what was known {age} ago", "stale"),
        ]
    if held.state(picture.now) == "stale":
        due = f"due every {held.period:g} s"
        return [words(f" ◌ nothing new for {age}, {due}; below is what was known", "stale")]
    return []


def outdated(body: Body, above: Sequence[Line]) -> Body:
    """A body that is no longer live: its notice on top, its colours gone."""
    faded = [tuple((text, "dim") for text, _ in line) for line in body.lines]
    return Body("stale", body.verdict, [*above, *faded])


def broken(error: Exception) -> Body:
    """A pane that could not be drawn; the data it failed over is not shown."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return Body(
        "act",
        "cannot be drawn",
        [
            (),
            words(f"   ■ {type(error).__name__} in {place}", "act"),
            words("     a fault of Passerelle's own; the other panes go on"),
            words("   → report it with the word and the place above", "accent"),
        ],
    )

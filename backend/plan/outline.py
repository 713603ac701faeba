"""The outline of a plan: its sections, and the progress that they declare."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(?:\[[ xX]\][ \t]*)?(.*?)[ \t#]*$")
_BARE_PHASE = re.compile(r"^Phase[ \t]+\d+[ \t]*:.+$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^(\d+(?:\.\d+)+)[ \t\xa0]+\S.{0,120}$")
_NUMBER = re.compile(r"^\W*(\d+(?:\.\d+)*)\b")
_PHASE = re.compile(r"^\W*(?:\d+[.)]\W*)?Phase\s+(\d+(?:\.\d+)*)\b", re.IGNORECASE)
_PROGRESS = re.compile(
    r"\b(?P<before>overall |global )?progress(?:ion)?(?P<after>\s+globale)?[\s*_`]*:[\s*_`]*"
    r"(?:(?P<percent>\d{1,3}(?:[.,]\d+)?)\s*%|(?P<done>\d{1,9})\s*/\s*(?P<total>\d{1,9})|N\s*/\s*A)",
    re.IGNORECASE,
)
_BARE_PHASE_LEVEL = 2


@dataclass(frozen=True)
class Declared:
    """A progress that the text states.

    Attributes:
        percent: 0 to 100; None where the text says that there is none (`N/A`).
        whole: Whether it speaks for the whole plan rather than for its section.
    """

    line: int
    text: str
    percent: float | None
    whole: bool


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next of its level or above.

    Attributes:
        level: 1 is the highest.
        number: `4.2` where its title starts with it.
        phase: `4` where its title calls it a phase.
        line: Of the heading.
        end: Last line that belongs to it.
    """

    title: str
    level: int
    number: str
    phase: str
    line: int
    end: int
    declared: Declared | None = None


def read_outline(
    lines: Sequence[tuple[int, str]], last: int
) -> tuple[list[Section], list[Declared]]:
    """Sections in reading order, and the declarations that speak for the whole plan.

    Args:
        lines: Headings and prose with their line numbers, without code and without tasks.
        last: Number of the plan's last line.
    """
    sections: list[Section] = []
    whole: list[Declared] = []
    for number, line in lines:
        if section := _section(number, line):
            sections.append(section)
        if declared := _declared(number, line):
            if declared.whole or _is_title(sections):
                whole.append(declared)
            elif sections[-1].declared is None:
                sections[-1] = replace(sections[-1], declared=declared)
    return _close(sections, last), whole


def _is_title(sections: Sequence[Section]) -> bool:
    """Whether nothing but the plan's title has been read."""
    return not sections or (len(sections) == 1 and sections[0].level == 1 and not sections[0].phase)


def phases_of(sections: Sequence[Section]) -> list[Section]:
    """The outermost sections called phases, or the highest sections below the title."""
    named = [section for section in sections if section.phase]
    if not named:
        levels = sorted({section.level for section in sections})
        if len(levels) > 1 and sum(section.level == levels[0] for section in sections) == 1:
            levels = levels[1:]
        return [section for section in sections if section.level == levels[0]] if levels else []
    outermost: list[Section] = []
    for section in named:
        if not outermost or section.line > outermost[-1].end:
            outermost.append(section)
    return outermost


def _section(number: int, line: str) -> Section | None:
    if heading := _HEADING.match(line):
        level, title = len(heading[1]), heading[2]
    elif _BARE_PHASE.match(line):
        level, title = _BARE_PHASE_LEVEL, line.strip()
    elif bare := _BARE_NUMBER.match(line):
        level, title = _BARE_PHASE_LEVEL + bare[1].count("."), line.strip()
    else:
        return None
    dotted, phase = _NUMBER.match(title), _PHASE.match(title)
    return Section(
        title=title,
        level=level,
        number=dotted[1] if dotted else "",
        phase=phase[1] if phase else "",
        line=number,
        end=number,
    )


def _declared(number: int, line: str) -> Declared | None:
    match = _PROGRESS.search(line)
    if match is None:
        return None
    percent = None
    if match["percent"]:
        percent = float(match["percent"].replace(",", "."))
    elif match["total"] and int(match["total"]):
        percent = 100 * int(match["done"]) / int(match["total"])
    if percent is not None and percent > 100:
        return None
    return Declared(number, line.strip(), percent, bool(match["before"] or match["after"]))


def _close(sections: Sequence[Section], last: int) -> list[Section]:
    closed: list[Section] = []
    following: list[Section] = []  # headings below, each of a lower level than the one before it
    for section in reversed(sections):
        while following and following[-1].level > section.level:
            following.pop()
        end = following[-1].line - 1 if following else last
        closed.append(replace(section, end=max(end, section.line)))
        following.append(section)
    return closed[::-1]

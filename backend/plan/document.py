"""One plan as read: its text, outline, tasks and counts. Everything else is derived from it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from backend.plan.fences import code_lines
from backend.plan.outline import Declared, Section, phases_of, read_outline
from backend.plan.tasks import Task, find_tasks

_LINE_END = re.compile(r"\r\n|\r|\n")
_FRONT_TITLE = re.compile(r"""^title:\s*["']?(.*?)["']?\s*$""")
_TITLE_LENGTH = 160


@dataclass(frozen=True)
class Document:
    """A plan's parts, each with the line it stands in.

    Attributes:
        prose: Lines that are neither code nor tasks, headings included.
        whole: Declarations that speak for the whole plan, in reading order.
    """

    title: str
    prose: Sequence[tuple[int, str]]
    tasks: Sequence[Task]
    sections: Sequence[Section]
    phases: Sequence[Section]
    whole: Sequence[Declared]

    def tasks_in(self, section: Section) -> Sequence[Task]:
        """The tasks of a section, those of its subsections included."""
        first = bisect_left(self.tasks, section.line, key=lambda task: task.line)
        return self.tasks[first : bisect_right(self.tasks, section.end, key=lambda task: task.line)]

    def tasks_outside(self) -> Sequence[Task]:
        """The tasks that stand in no phase."""
        inside = {task.line for phase in self.phases for task in self.tasks_in(phase)}
        return [task for task in self.tasks if task.line not in inside]

    def tasks_around(self, line: int) -> Sequence[Task]:
        """The tasks of the innermost section that a line stands in."""
        index = bisect_right(self.sections, line, key=lambda section: section.line)
        return self.tasks_in(self.sections[index - 1]) if index else ()


def read_document(text: str) -> Document:
    """Take a plan's text apart; any text gives a document."""
    lines = _LINE_END.split(text)
    body = _front_matter(lines)
    code = code_lines(lines)
    kept = [(i + 1, line) for i, line in enumerate(lines) if i >= body and not code[i]]
    tasks = find_tasks(kept)
    boxes = {task.line for task in tasks}
    prose = [(n, line) for n, line in kept if n not in boxes or line.lstrip().startswith("#")]
    sections, whole = read_outline(prose, len(lines))
    return Document(
        title=_title(lines[:body], sections, prose),
        prose=prose,
        tasks=tasks,
        sections=sections,
        phases=[
            section
            for section in phases_of(sections)
            if section.declared or any(section.line <= n <= section.end for n in boxes)
        ],
        whole=whole,
    )


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines of YAML stand above the text."""
    if lines[0].strip() != "---":
        return 0
    closing = (i for i, line in enumerate(lines[1:], start=1) if line.strip() in ("---", "..."))
    return next(closing, -1) + 1


def _title(
    front: Sequence[str], sections: Sequence[Section], prose: Sequence[tuple[int, str]]
) -> str:
    named = (match[1] for line in front if (match := _FRONT_TITLE.match(line)))
    headings = (section.title for section in sections if section.level == 1)
    first = (line.strip() for _, line in prose if line.strip())
    return (next(named, "") or next(headings, "") or next(first, ""))[:_TITLE_LENGTH]

"""Where a plan contradicts itself: what it says beside what its own boxes say."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from backend.model.finding import Evidence
from backend.model.plan import Contradiction
from backend.plan.document import Document
from backend.plan.outline import Section
from backend.plan.tasks import Task, count

TOLERANCE = 5.0
"""Points by which a stated percentage may differ from the counted one, short of 100 %."""

_SHOWN = 5  # places shown of one contradiction; the fact gives their number
_TEXT_LENGTH = 160
_PHASE_VERDICT = re.compile(r"^\W*Phase\s+(\d+(?:\.\d+)*)\b(.*)$", re.IGNORECASE)
_PLAN_VERDICT = re.compile(r"^\W*(?:(?:statut|status)\b.*:|plan\b)(.*)$", re.IGNORECASE)
_FINISHED = re.compile(r"\b100\s*%|\b(?:TERMIN[ÉE]|COMPL[ÉE]T[ÉE]|ACHEV[ÉE]|DONE)E?[DS]?\b")
_PART = re.compile(r"-\d+\s*%|\b(?!100\b)\d+\s*%")  # less than all, or a change by so much


def find_contradictions(path: str, document: Document) -> Iterator[Contradiction]:
    """Every contradiction of one plan.

    Args:
        path: As it shall stand in the evidence.
        document: The plan as read.
    """
    finder = _Finder(path, document)
    yield from finder.whole_against_boxes()
    yield from finder.whole_against_phases()
    yield from finder.sections_against_boxes()
    yield from finder.verdicts_against_phases()
    yield from finder.verdicts_against_plan()
    yield from finder.ticked_above_unticked()
    yield from finder.sections_twice()
    yield from finder.tasks_twice()


class _Finder:
    """Looks through one document; each method is one way to contradict oneself."""

    def __init__(self, path: str, document: Document) -> None:
        self._path = path
        self._document = document

    def whole_against_boxes(self) -> Iterator[Contradiction]:
        done, total = count(self._document.tasks)
        for declared in self._document.whole[:1]:
            if _differs(declared.percent, done, total):
                yield Contradiction(
                    summary="The plan's declared progress is not what its boxes count.",
                    claim=_percent(declared.percent),
                    fact=_counted(done, total),
                    evidence=(
                        self._evidence("progress", declared.line, declared.text),
                        *self._opposing(self._document.tasks, declared.percent),
                    ),
                )

    def whole_against_phases(self) -> Iterator[Contradiction]:
        phases = [
            (phase, phase.declared)
            for phase in self._document.phases
            if phase.declared and phase.declared.percent is not None
        ]
        if len(phases) < 2:
            return
        mean = sum(declared.percent or 0.0 for _, declared in phases) / len(phases)
        for whole in self._document.whole[:1]:
            if whole.percent is not None and abs(whole.percent - mean) > TOLERANCE:
                yield Contradiction(
                    summary="The plan's declared progress is not that of its phases.",
                    claim=_percent(whole.percent),
                    fact=f"{len(phases)} phases declare {mean:.0f} % on average",
                    evidence=(
                        self._evidence("progress", whole.line, whole.text),
                        *(
                            self._evidence("progress", declared.line, declared.text)
                            for _, declared in phases
                        ),
                    ),
                )

    def sections_against_boxes(self) -> Iterator[Contradiction]:
        phases = {phase.line for phase in self._document.phases}
        for section in self._document.sections:
            declared, tasks = section.declared, self._document.tasks_in(section)
            if declared is None or (section.line not in phases and declared.percent != 100):
                continue
            done, total = count(tasks)
            if _differs(declared.percent, done, total):
                yield Contradiction(
                    summary=f"“{section.title}” declares a progress that its boxes do not show.",
                    claim=_percent(declared.percent),
                    fact=_counted(done, total),
                    evidence=(
                        self._evidence("progress", declared.line, declared.text),
                        *self._opposing(tasks, declared.percent),
                    ),
                )

    def verdicts_against_phases(self) -> Iterator[Contradiction]:
        """Lines away from a phase that call it finished."""
        headings = {section.line for section in self._document.sections}
        verdicts: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for line, text in self._document.prose:
            verdict = _PHASE_VERDICT.match(text)
            if verdict and line not in headings and _finished(verdict[2]):
                verdicts[verdict[1]].append((line, text))
        for phase in self._document.phases:
            done, total = count(self._document.tasks_in(phase))
            declared = phase.declared.percent if phase.declared else None
            said = verdicts.pop(phase.phase, None)
            if said and (done < total or declared not in (None, 100)):
                yield Contradiction(
                    summary=f"Phase {phase.phase} is called finished where it says otherwise.",
                    claim=_shorten(said[0][1]),
                    fact=f"declares {_percent(declared)}, {_counted(done, total)}",
                    evidence=(
                        *(self._evidence("statement", *verdict) for verdict in said),
                        self._evidence("heading", phase.line, phase.title),
                    ),
                )

    def verdicts_against_plan(self) -> Iterator[Contradiction]:
        """Lines that call the plan finished; those of a section with boxes speak for it alone."""
        done, total = count(self._document.tasks)
        said = [
            (line, text)
            for line, text in self._document.prose
            if (verdict := _PLAN_VERDICT.match(text))
            and _finished(verdict[1])
            and not self._document.tasks_around(line)
        ]
        if said and done < total:
            yield Contradiction(
                summary="The plan is called finished where its boxes say otherwise.",
                claim=_shorten(said[0][1]),
                fact=_counted(done, total),
                evidence=(
                    *(self._evidence("statement", *verdict) for verdict in said),
                    *self._opposing(self._document.tasks, 100),
                ),
            )

    def ticked_above_unticked(self) -> Iterator[Contradiction]:
        for parent, below in _families(self._document.tasks, self._document.sections):
            if parent.done and (missing := [task for task in below if not task.done]):
                yield Contradiction(
                    summary="A ticked task has unticked tasks below it.",
                    claim=f"ticked: {_shorten(parent.text)}",
                    fact=f"{len(missing)} of {len(below)} below it are not",
                    evidence=tuple(
                        self._evidence("checkbox", task.line, task.text)
                        for task in (parent, *missing[:_SHOWN])
                    ),
                )

    def sections_twice(self) -> Iterator[Contradiction]:
        for phase in self._document.phases:
            same: dict[str, list[Section]] = defaultdict(list)
            for section in self._document.sections:
                if phase.line < section.line <= phase.end and "." in section.number:
                    same[section.number].append(section)
            for number, sections in same.items():
                counts = [count(self._document.tasks_in(section)) for section in sections]
                if len(set(counts)) > 1:
                    yield Contradiction(
                        summary=f"Section {number} stands {len(sections)} times and not alike.",
                        claim=_counted(*counts[0]),
                        fact="; ".join(_counted(*others) for others in counts[1:]),
                        evidence=tuple(
                            self._evidence("heading", section.line, section.title)
                            for section in sections
                        ),
                    )

    def tasks_twice(self) -> Iterator[Contradiction]:
        for phase in self._document.phases:
            same: dict[str, list[Task]] = defaultdict(list)
            for task in self._document.tasks_in(phase):
                if task.id and task.text:
                    same[task.text].append(task)
            for text, tasks in same.items():
                if len({task.done for task in tasks}) > 1:
                    yield Contradiction(
                        summary="One task stands ticked and unticked.",
                        claim=f"ticked: {_shorten(text)}",
                        fact=f"unticked in {sum(not task.done for task in tasks)} of {len(tasks)}",
                        evidence=tuple(
                            self._evidence("checkbox", task.line, task.text) for task in tasks
                        ),
                    )

    def _opposing(self, tasks: Sequence[Task], percent: float | None) -> Iterator[Evidence]:
        """The first boxes that speak against a percentage."""
        done, total = count(tasks)
        too_few = percent is not None and total * percent / 100 > done
        against = [task for task in tasks if task.done != too_few]
        for task in against[:_SHOWN]:
            yield self._evidence("checkbox", task.line, task.text)

    def _evidence(self, kind: str, line: int, text: str) -> Evidence:
        return Evidence(kind=kind, path=self._path, line=line, text=_shorten(text))


def _families(
    tasks: Sequence[Task], sections: Sequence[Section]
) -> Iterator[tuple[Task, list[Task]]]:
    """Every list task with the tasks indented below it; a heading ends every list."""
    headings = [section.line for section in sections]
    families: list[tuple[Task, list[Task]]] = []
    above: list[tuple[Task, list[Task]]] = []
    heading = 0
    for task in tasks:
        while heading < len(headings) and headings[heading] < task.line:
            heading += 1
            above = []
        if task.indent is None:
            continue
        while above and (above[-1][0].indent or 0) >= task.indent:
            above.pop()
        for _, below in above:
            below.append(task)
        above.append((task, []))
        families.append(above[-1])
    return iter(families)


def _finished(text: str) -> bool:
    return bool(_FINISHED.search(text)) and not _PART.search(text)


def _differs(percent: float | None, done: int, total: int) -> bool:
    if percent is None or total == 0:
        return False
    if percent == 100:
        return done < total
    return abs(percent - 100 * done / total) > TOLERANCE


def _percent(percent: float | None) -> str:
    return "nothing" if percent is None else f"{percent:g} %"


def _counted(done: int, total: int) -> str:
    share = f" ({100 * done / total:.0f} %)" if total else ""
    return f"{done} of {total} boxes ticked{share}"


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 1] + "…"

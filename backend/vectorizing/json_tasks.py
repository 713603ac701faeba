"""Tasks of a JSON document, whatever it calls them.

Exports of task managers and roadmaps agree on little. What counts here as a task is an object with
a text that stands among others, in a list or in an object named for tasks, and that has a status
or stands below such a name; a document that is nothing but a list is one of tasks. Whatever else
has a title is a heading for what it holds.
"""

from collections.abc import Iterator
from typing import Any, cast

from backend.vectorizing.located_json import Located, load
from backend.vectorizing.task import Status, Task

_TITLES = ("title", "name", "titre", "nom", "label", "task", "text", "content", "summary")
_DESCRIPTIONS = ("description", "details")
_NUMBERS = ("task_id", "TaskId", "taskId", "id", "key")
_STATES = ("status", "Status", "state", "statut")
_TICKS = ("completed", "done", "checked")
_LISTS = ("tasks", "taches", "tâches", "todos")
_SECTIONS = ("section", "phase")

_DONE = frozenset(
    [
        "done",
        "complete",
        "completed",
        "finished",
        "closed",
        "resolved",
        "fait",
        "terminé",
        "termine",
    ]
)
_OPEN = frozenset(
    [
        "open",
        "todo",
        "pending",
        "planned",
        "inprogress",
        "incomplete",
        "notstarted",
        "started",
        "blocked",
        "review",
        "waiting",
        "backlog",
        "new",
        "encours",
        "àfaire",
        "afaire",
    ]
)


def json_tasks(file: str, text: str) -> Iterator[Task]:
    """Every task of a document, in order, those within a task after it.

    Args:
        file: As it shall stand in the tasks.
        text: The document.

    Raises:
        json.JSONDecodeError: It is no JSON; says line and column.
        RecursionError: It is nested deeper than Python goes.
    """
    yield from _Walk(file).below(load(text), (), among=False, named=True)


class _Walk:
    """Goes through one document."""

    def __init__(self, file: str) -> None:
        self._file = file

    def below(
        self, value: Any, headings: tuple[str, ...], *, among: bool, named: bool
    ) -> Iterator[Task]:
        """The tasks in a value.

        Args:
            value: Anything that JSON has.
            headings: Of what it stands in.
            among: Whether it stands among others.
            named: Whether those are called tasks.
        """
        if isinstance(value, list):
            for element in value:
                yield from self.below(element, headings, among=True, named=named)
        elif isinstance(value, dict):
            found = cast("Located", value)
            title = _text(found, _TITLES) or _text(found, _DESCRIPTIONS)
            if among and _is_task(found, title, named=named):
                yield self._task(found, headings)
            yield from self._inside(found, (*headings, title) if title else headings)

    def _inside(self, value: Located, headings: tuple[str, ...]) -> Iterator[Task]:
        for name, inner in value.items():
            named = _is_list_of_tasks(name)
            if isinstance(inner, list):
                yield from self.below(inner, headings, among=True, named=named)
            elif named and isinstance(inner, dict):  # an object of tasks by number
                for number, task in inner.items():
                    if isinstance(task, Located):
                        task.setdefault("id", number)
                    yield from self.below(task, headings, among=True, named=True)
            else:
                yield from self.below(inner, headings, among=False, named=False)

    def _task(self, value: Located, headings: tuple[str, ...]) -> Task:
        title, description = _text(value, _TITLES), _text(value, _DESCRIPTIONS)
        parts = [title, description if description != title else ""]
        said, section = _said(value), _text(value, _SECTIONS)
        return Task(
            text=": ".join(part for part in parts if part),
            status=_status(said),
            headings=(*headings, section) if section else headings,
            file=self._file,
            line=value.line,
            number=_text(value, _NUMBERS),
            said=said,
        )


def _is_task(value: Located, title: str, *, named: bool) -> bool:
    has_state = any(field in value for field in (*_STATES, *_TICKS))
    return (named and (bool(title) or has_state)) or (bool(title) and has_state)


def _is_list_of_tasks(name: str) -> bool:
    return name.lower().endswith(_LISTS)


def _text(value: Located, fields: tuple[str, ...]) -> str:
    """The first of these fields that holds text or a number."""
    for field in fields:
        content = value.get(field)
        if isinstance(content, str | int | float) and not isinstance(content, bool):
            text = str(content).strip()
            if text:
                return text
    return ""


def _said(value: Located) -> str:
    for field in _TICKS:
        if isinstance(value.get(field), bool):
            return "done" if value[field] else "open"
    return _text(value, _STATES)


def _status(said: str) -> Status:
    word = "".join(character for character in said.lower() if character.isalpha())
    if word in _DONE:
        return "done"
    return "open" if word in _OPEN else "unknown"

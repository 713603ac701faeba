"""Tasks of a Markdown checklist, each below the headings that it stands under."""

from collections.abc import Iterator

from backend.plan.document import read_document
from backend.plan.outline import Section
from backend.vectorizing.task import Status, Task


def markdown_tasks(file: str, text: str) -> Iterator[Task]:
    """Every box of a text, in order; those in code blocks are none.

    Args:
        file: As it shall stand in the tasks.
        text: Any text.
    """
    document = read_document(text)
    above: list[Section] = []
    coming = iter(document.sections)
    following = next(coming, None)
    for task in document.tasks:
        while following is not None and following.line <= task.line:
            above = [section for section in above if section.level < following.level]
            above.append(following)
            following = next(coming, None)
        headings = [section.title for section in above if section.line < task.line]
        status: Status = "done" if task.done else "open"
        yield Task(task.text, status, tuple(headings), file, task.line, task.id)

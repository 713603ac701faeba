"""From files of tasks to a source of vectors."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from backend.model.vectorized import Vectorized
from backend.vectorizing.embedder import BATCH, checked, open_embedder
from backend.vectorizing.errors import Refused
from backend.vectorizing.reading import read_tasks
from backend.vectorizing.task import identified
from backend.vectorizing.writing import SUFFIX, lines, replacing

Tell = Callable[[int, int], None]
"""Takes how many tasks have their vectors, and how many there are."""


def vectorize(
    paths: Iterable[Path],
    output: Path,
    *,
    model: str,
    dimension: int,
    tell: Tell,
    say: Callable[[str], None],
) -> Vectorized:
    """Read tasks, embed their texts and write them.

    Args:
        paths: Files of tasks, and folders of plans.
        output: Takes the place of what is there once it is whole.
        model: A folder, or a name that fastembed knows.
        dimension: Numbers that each vector must have.
        tell: Called after every batch.
        say: Told before a model is fetched.

    Raises:
        Refused: No task was found, the model will not do, or the output cannot be written.
        ModelAway: The model could not be fetched.
    """
    paths = list(paths)
    _check(output, paths)
    found = read_tasks(paths)
    if not found.tasks:
        reasons = [f"{one.path}: {one.reason}" for one in found.unreadable]
        raise Refused(
            "; ".join(reasons)
            or "no tasks found; a task is a line such as `- [ ] task`, or an object with a title "
            'and a status in a list such as "tasks" of a .json file'
        )
    embedder = checked(open_embedder(model, say), model, dimension)
    began = time.monotonic()
    tasks = list(identified(found.tasks))
    with replacing(output) as file:
        for start in range(0, len(tasks), BATCH):
            batch = tasks[start : start + BATCH]
            vectors = embedder.embed([task.text for _, task in batch])
            file.writelines(lines(batch, vectors))
            tell(start + len(batch), len(tasks))
    statuses = Counter(task.status for task in found.tasks)
    return Vectorized(
        output=str(output),
        model=model,
        dimension=dimension,
        tasks=len(found.tasks),
        done=statuses["done"],
        open=statuses["open"],
        unknown=statuses["unknown"],
        seconds=time.monotonic() - began,
        files=found.files,
        unreadable=found.unreadable,
    )


def _check(output: Path, paths: Iterable[Path]) -> None:
    if output.suffix != SUFFIX:
        raise Refused(f"{output}: JSON Lines are written; name a file that ends with {SUFFIX}")
    if any(output.exists() and path.exists() and output.samefile(path) for path in paths):
        raise Refused(f"{output}: is one of the files of tasks; name another with --output")

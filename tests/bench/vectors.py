"""Vector files of any length, always the same."""

import json
from pathlib import Path

import numpy as np

DIMENSIONS = 384


def write_vectors(path: Path, count: int) -> Path:
    """A file of the shape `{"tasks": [{TaskId, Vector, …}]}` with `count` sound vectors."""
    vectors = np.random.default_rng(7).normal(size=(count, DIMENSIONS)).round(6)
    with path.open("w", encoding="utf-8") as file:
        file.write('{"tasks": [')
        for number, vector in enumerate(vectors):
            task = {"TaskId": number, "Title": f"Task {number}", "Vector": vector.tolist()}
            file.write((",\n" if number else "") + json.dumps(task))
        file.write("]}")
    return path

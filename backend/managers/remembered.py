"""What is worked out of single files, remembered for as long as each stays as it is."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from backend.managers.source import SourceFile

T = TypeVar("T")


def once_a_file(work: Callable[[SourceFile], T]) -> Callable[[SourceFile], T]:
    """The same, worked out once: where a file is edited, its manager's others are not asked again.

    What comes of a file must not hold the file: both would be kept for ever.
    """
    known: WeakKeyDictionary[SourceFile, T] = WeakKeyDictionary()

    @wraps(work)
    def again(file: SourceFile) -> T:
        if file not in known:
            known[file] = work(file)
        return known[file]

    return again

"""What was worked out before, remembered for as long as what it follows from stays as it is."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import update_wrapper, wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from backend.managers.source import SourceFile

MOST = 4096
"""Things about which something is kept from one scan to the next."""

About = TypeVar("About", bound=Hashable)
P = ParamSpec("P")
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


def once_each(
    work: Callable[[Sequence[SourceFile]], Iterable[T]],
) -> Callable[[Sequence[SourceFile]], list[T]]:
    """The same of files that are worked out together: those that were not asked about before."""
    known: WeakKeyDictionary[SourceFile, T] = WeakKeyDictionary()

    @wraps(work)
    def again(files: Sequence[SourceFile]) -> list[T]:
        new = [file for file in files if file not in known]
        if new:
            known.update(zip(new, work(new), strict=True))
        return [known[file] for file in files]

    return again


class EachWhileSame(Generic[About, P, T]):
    """Work that is done anew about something only where it is told something else than before.

    What it is told is compared, not hashed: most of it is the very same objects as before, which
    costs next to nothing. It is kept, so nobody may change it afterwards.
    """

    def __init__(self, work: Callable[Concatenate[About, P], T]) -> None:
        """Take the work; its first argument says what it is about."""
        update_wrapper(self, work)
        self._work = work
        self._known: dict[About, tuple[tuple[Any, ...], T]] = {}

    def __call__(self, about: About, *told: P.args, **more: P.kwargs) -> T:
        """The answer, worked out or remembered."""
        said = (told, more)
        before = self._known.get(about)
        if before is not None and before[0] == said:
            return before[1]
        answer = self._work(about, *told, **more)
        self._known.pop(about, None)
        self._known[about] = said, answer
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return answer

    def cache_clear(self) -> None:
        """Forget everything."""
        self._known.clear()


class WhileSame(Generic[P, T]):
    """The same of work that is about one thing: it is done anew where it is told another."""

    def __init__(self, work: Callable[P, T]) -> None:
        """Take the work."""
        update_wrapper(self, work)
        self._work = work
        self._known: tuple[tuple[Any, ...], T] | None = None

    def __call__(self, *told: P.args, **more: P.kwargs) -> T:
        """The answer, worked out or remembered."""
        said = (told, more)
        if self._known is None or self._known[0] != said:
            self._known = said, self._work(*told, **more)
        return self._known[1]

    def cache_clear(self) -> None:
        """Forget everything."""
        self._known = None

"""One collection that somebody else fills: looks and claims in, its picture out."""

from backend.model.inside import Optimizations
from backend.model.watched import Expected, Indexing, Watched, WatchState
from backend.qdrant.answers import CollectionInfo
from backend.watching.comparing import GRACE, Judged, compare, expectation
from backend.watching.counts import STALL, Counts
from backend.watching.facts import Facts
from backend.watching.moment import Moment
from backend.watching.settling import Settling
from backend.watching.story import Story


class Watch:
    """What is known of one collection; every figure is as of the look that brought it.

    Attributes:
        expected: How many points should arrive; None where nobody said.
        stories: Who claims something about it, by source.
        error: Why Qdrant does not answer about it; empty where it does.
    """

    def __init__(self, collection: str, since: Moment) -> None:
        self.collection = collection
        self.expected: Expected | None = None
        self.stories: dict[str, Story] = {}
        self.error = ""
        self._since = since
        self._exists: bool | None = None
        self._was_seen = False
        self._missing_at: float | None = None
        self._counts = Counts()
        self._approximate_then: int | None = None
        self._settling = Settling()
        self._indexing: Indexing | None = None
        self._after_end: dict[str, int] = {}
        self._ended: Moment | None = None

    def absent(self, at: Moment) -> None:
        """Take in that there is no such collection."""
        self.error = ""
        self._exists, self._settling = False, Settling()
        self._missing_at = None if self._was_seen else at.monotonic

    def look(
        self,
        info: CollectionInfo,
        optimizations: Optimizations | None,
        offered: bool | None,
        at: Moment,
    ) -> None:
        """Take in what Qdrant says of it; for the optimizations see `Settling.look`."""
        self.error = ""
        self._exists = self._was_seen = True
        self._missing_at = None
        self._counts.approximate = info.points_count
        self._indexing = self._settling.look(info, optimizations, offered, at.monotonic)
        self._note_end(at)

    def counted(self, points: int, asked: Moment, took: float) -> None:
        """Take in an exact count, asked for at a moment and answered after some seconds."""
        if self._counts.points not in (None, points):
            self._settling.moved()
            self._indexing = self._indexing and self._indexing.model_copy(update={"settled": False})
        self._counts.add(points, asked, took)
        self._approximate_then = self._counts.approximate
        self._note_points_after_ends(points, asked.monotonic)
        self._note_end(asked)

    def story(self, source: str, kind: str = "log") -> Story:
        """The story of a source, begun where it is new."""
        return self.stories.setdefault(source, Story(source, kind))

    @property
    def is_changing(self) -> bool:
        """Whether it is worth to be looked at often."""
        return self.state not in {"ended", "quiet", "gone"} or self._has_news

    @property
    def state(self) -> WatchState:
        """What it is doing."""
        if self._exists is None:
            return "unknown"
        if not self._exists:
            return "gone" if self._was_seen else "waiting"
        if self._counts.points is None:
            return "unknown"
        if self._is_complete:
            return "ended" if self._indexing and self._indexing.settled else "indexing"
        if self._counts.standing < STALL:
            return "filling" if self._counts.has_grown or self._is_hopeful else "quiet"
        return "stalled" if self._is_hopeful else "quiet"

    def picture(self) -> Watched:
        """All that is known."""
        facts = self._facts()
        judged = [found for story in self.stories.values() for found in compare(story, facts)]
        whole = expectation(facts, is_over=self.state in {"ended", "stalled"})
        findings = [found.finding(self.collection) for found in judged]
        if whole is not None and not any(_is_short(found) for found in judged):
            findings.append(whole.finding(self.collection))
        return Watched(
            collection=self.collection,
            state=self.state,
            since=self._since.at,
            ended=self._ended.at if self._ended else None,
            expected=self.expected,
            growth=self._counts.growth(self._wanted),
            indexing=self._indexing,
            said=tuple(story.said() for story in self.stories.values()),
            comparisons=tuple(
                found.comparison() for found in (*judged, whole) if found is not None
            ),
            findings=tuple(found for found in findings if found is not None),
            error=self.error,
        )

    def _facts(self) -> Facts:
        points = self._counts.points
        grown = {
            source: max(0, points - then) if points is not None else 0
            for source, then in self._after_end.items()
        }
        return Facts(
            collection=self.collection,
            counts=self._counts,
            expected=self.expected,
            indexing=self._indexing,
            grown_since_end=grown,
            missing_at=self._missing_at,
        )

    @property
    def _wanted(self) -> int | None:
        """Points that should be there in the end: as expected, or else as the tools claim."""
        if self.expected is not None and self.expected.distinct_ids is not None:
            return self.expected.distinct_ids
        said = (story.said() for story in self.stories.values())
        totals = [one.total for one in said if one.total is not None]
        return max(totals, default=None)

    @property
    def _is_hopeful(self) -> bool:
        """Whether more points should come."""
        return self._wanted is not None or any(one.is_running for one in self.stories.values())

    @property
    def _is_complete(self) -> bool:
        """Whether all that should come has come, or who brought it says that it ended."""
        held, wanted = self._facts().held, self._wanted
        if wanted is not None and held is not None and held >= wanted:
            return True
        stories = self.stories.values()
        is_over = any(story.ended is not None for story in stories)
        is_over = is_over and not any(story.is_running for story in stories)
        return is_over and self._counts.standing >= GRACE

    @property
    def _has_news(self) -> bool:
        """Whether Qdrant's approximation moved since the exact count."""
        return self._counts.approximate != self._approximate_then

    def _note_points_after_ends(self, points: int, at: float) -> None:
        """Remember how many points there were once a tool had ended and all of its had come.

        While another tool runs or updates wait, points that come are no surprise.
        """
        if self._facts().is_behind or any(story.is_running for story in self.stories.values()):
            self._after_end.clear()
            return
        for story in self.stories.values():
            if story.ended is not None and at >= story.ended + GRACE:
                self._after_end.setdefault(story.source, points)

    def _note_end(self, at: Moment) -> None:
        """Remember when it was first found to have ended, until it fills again."""
        state = self.state
        if state == "ended" and self._ended is None:
            self._ended = at
        elif state in {"filling", "stalled"}:
            self._ended = None


def _is_short(judged: Judged) -> bool:
    """Whether a claim about the number of points parts from what is held."""
    return judged.what == "migrated" and judged.verdict == "part"

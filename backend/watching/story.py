"""What one log claims altogether, and since when."""

from collections import deque
from dataclasses import dataclass, field
from pathlib import PurePath

from backend.model.finding import Evidence
from backend.model.watched import Outcome, Said
from backend.watching.moment import Moment
from backend.watching.statement import Quoted, Statement

_KEPT = 600
_GRAIN = 0.5
"""Claims of one half second are remembered as one, and so many of those."""

_OUTCOMES: dict[bool | None, Outcome] = {True: "completed", False: "failed", None: "running"}
_UNNUMBERED = -1
_TROUBLES_SHOWN = 3


@dataclass
class _Account:
    """What is claimed of one run.

    Attributes:
        sizes: Vectors by batch, as announced.
        arrived: Vectors by batch that is said to have arrived; `moved` is their sum.
        troubled: Where a batch is said to have failed, until it is said to have arrived.
        ended: When it was said to have ended, in monotonic seconds.
        history: When it was claimed how many vectors had been moved.
    """

    figures: dict[str, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    arrived: dict[int, int] = field(default_factory=dict)
    moved: int = 0
    troubled: dict[int, Evidence] = field(default_factory=dict)
    completed: bool | None = None
    ended: float | None = None
    ending: Evidence | None = None
    migrated_at: Evidence | None = None
    history: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_KEPT))


class Story:
    """Adds up what one log, journal or collection of offsets states of its latest run.

    Args:
        source: Where it stands: a path, or a name.
        kind: Of its evidence: `log`, `journal` or `offsets`.

    Attributes:
        unread: Bytes of the log still to be read.
        error: Why it cannot be read.
    """

    def __init__(self, source: str, kind: str = "log") -> None:
        self.source = source
        self.error = ""
        self.unread = 0
        self._is_late = False
        self._kind = kind
        self._form = ""
        self._at: Moment | None = None
        self._last: Quoted | None = None
        self._run = _Account()

    def add(self, quoted: Quoted, now: Moment) -> None:
        """Take in one statement that was read now; one that only repeats the last says nothing."""
        if quoted == self._last:
            return
        self._last, statement = quoted, quoted.statement
        again = self.completed is not None and statement.figures.get("batch") == 1
        if statement.begins or (again and self._kind == "log"):
            self._run = _Account()
        self._form, self._at = statement.form, now
        evidence = Evidence(kind=self._kind, path=self.source, line=quoted.line, text=quoted.text)
        if self._kind == "log":
            self._note_batch(statement, evidence)
        self._run.figures.update(statement.figures)
        if "migrated" in statement.figures or statement.arrived:
            self._run.migrated_at = evidence
        self._note_end(statement, evidence, now.monotonic - quoted.age)
        self._remember(now.monotonic - quoted.age)

    def looked(self, unread: int) -> None:
        """Take in that it was looked at before its statements are; so many bytes are left.

        What is caught up with was claimed at some time before, and is no progress made now.
        """
        self._is_late = unread > 0 or self.unread > 0
        self.error, self.unread = "", unread

    @property
    def name(self) -> str:
        """Its source without folders."""
        return PurePath(self.source).name or self.source

    @property
    def migrated(self) -> int | None:
        """Vectors moved in all: as said in so many words, else the sum of the batches."""
        run = self._run
        return run.figures.get("migrated", run.moved if run.arrived else None)

    @property
    def completed(self) -> bool | None:
        """Whether it said that all is done (True) or has failed (False)."""
        return self._run.completed

    @property
    def is_running(self) -> bool:
        """Whether it said something, and not that it ended."""
        return self._at is not None and self.completed is None

    @property
    def ended(self) -> float | None:
        """When it claimed to have ended, in monotonic seconds."""
        return self._run.ended

    @property
    def ending(self) -> Evidence | None:
        """Where it said that it ended."""
        return self._run.ending

    @property
    def trouble(self) -> Evidence | None:
        """Where it first said that a batch failed, and did not say later that it arrived."""
        return next(iter(self._run.troubled.values()), None)

    def due(self, before: float) -> int | None:
        """What it had claimed to have moved by a time, in monotonic seconds."""
        history = reversed(self._run.history)
        return next((claimed for at, claimed in history if at <= before), None)

    def claimed_at(self, at: float) -> int:
        """The same, but for what had been claimed before it was first read: that is no news."""
        history, due = self._run.history, self.due(at)
        return due if due is not None else history[0][1] if history else 0

    def evidence(self) -> tuple[Evidence, ...]:
        """Where it said how many were migrated, that a batch failed, and that all ended."""
        troubles = list(self._run.troubled.values())[:_TROUBLES_SHOWN]
        found = (self._run.migrated_at, *troubles, self.ending)
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def said(self) -> Said:
        """The claims as they stand."""
        figures = self._run.figures
        return Said(
            source=self.source,
            form=self._form,
            migrated=self.migrated,
            failed=figures.get("failed", len(self._run.troubled) or None),
            total=figures.get("total"),
            target=figures.get("target"),
            batch=figures.get("batch"),
            batches=figures.get("batches"),
            outcome=_OUTCOMES[self.completed] if self._at else None,
            at=self._at.at if self._at else None,
            unread=self.unread,
            evidence=self.evidence(),
            error=self.error,
        )

    def _note_batch(self, statement: Statement, evidence: Evidence) -> None:
        run, batch = self._run, statement.figures.get("batch", _UNNUMBERED)
        if "size" in statement.figures:
            run.sizes[batch] = statement.figures["size"]
        if statement.arrived:
            run.troubled.pop(batch, None)
            size = run.sizes.get(batch)
            if size is not None:
                run.moved += size - run.arrived.get(batch, 0)
                run.arrived[batch] = size
        elif statement.arrived is False:
            run.troubled.setdefault(batch, evidence)

    def _note_end(self, statement: Statement, evidence: Evidence, at: float) -> None:
        run = self._run
        if statement.completed is not None:
            run.completed, run.ending = statement.completed, evidence
            run.ended = at if run.ended is None else run.ended
        elif self._kind != "log":
            # These say all anew each time, and so take back that they ended.
            run.completed = run.ending = run.ended = None

    def _remember(self, at: float) -> None:
        migrated, history = self.migrated, self._run.history
        if migrated is None:
            return
        if self._is_late:
            history.clear()
        if history and at - history[-1][0] < _GRAIN:
            at, _ = history.pop()
        history.append((at, migrated))

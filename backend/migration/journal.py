"""The journal of one run: a SQLite file in WAL mode, written by the engine alone.

With `synchronous=NORMAL` a commit survives the death of the process at any moment. A power cut
may take the last commits with it and never damages the file: those batches are sent once more,
which changes nothing, because a point is written by its id.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import orjson
from pydantic import TypeAdapter

from backend.migration.done import Done, Failure
from backend.migration.filestamp import FileStamp
from backend.migration.letters import append_letters, excerpt_of, letters_path
from backend.migration.mailbox import Mailbox
from backend.migration.naming import staging_name
from backend.migration.order import Order
from backend.migration.process import Owner
from backend.migration.ranges import Ranges
from backend.migration.room import Room
from backend.migration.schema import SCHEMA, SCHEMA_VERSION
from backend.model.migration.manner import Manner, Transport
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import BreakerState, Lane, RunState
from backend.model.migration.switch import Switch, SwitchState

_lanes = TypeAdapter(tuple[Lane, ...])


class Journal:
    """Writes the journal of one run; every method is one transaction.

    Attributes:
        mailbox: The commands that other processes leave for the run.
        ranges: What a collection that is moved is read in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self.mailbox = Mailbox(self._db)
        self.ranges = Ranges(self._db)
        self._is_told = False

    @classmethod
    def create(
        cls,
        folder: Path,
        run_id: str,
        order: Order,
        stamps: Sequence[FileStamp],
        owner: Owner,
        *,
        began: datetime | None = None,
    ) -> Self:
        """A new journal with its run; its file appears whole or not at all.

        Args:
            folder: That it stands in.
            run_id: Its name.
            order: What is to be done.
            stamps: The source's files.
            owner: The process that begins it.
            began: The moment that its new collection is named after; now where not given.
        """
        path = folder / f"{run_id}.sqlite"
        unborn = path.with_suffix(".new")
        now = time.time()
        moment = began or datetime.fromtimestamp(now, UTC)
        staging = None if order.in_place else staging_name(order.collection, moment)
        with closing(sqlite3.connect(unborn)) as db:
            db.executescript(SCHEMA)
            db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            db.execute(
                "INSERT INTO run (id, source, target, collection, batch_size, workers, state, pid,"
                " host, process_started, started, heartbeat, stamps, staging, switch, max_failed,"
                " fields, manner)"
                " VALUES (?, ?, ?, ?, ?, ?, 'preflight', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run_id, order.source, order.target, order.collection, order.batch_size,
                    order.workers, owner.pid, owner.host, owner.started, now, now,
                    orjson.dumps(stamps).decode(), staging, staging and "staged",
                    order.max_failed, order.fields.model_dump_json(),
                    order.manner.model_dump_json(),
                ),
            )  # fmt: skip
            db.commit()
        unborn.rename(path)
        return cls(path)

    @classmethod
    def resume(cls, path: Path, owner: Owner, workers: int, *, is_sitting: bool = True) -> Self:
        """A journal taken over by another process, to go on (a sitting) or to go back."""
        journal = cls(path)
        journal._set(
            pid=owner.pid, host=owner.host, process_started=owner.started, in_flight=0,
            workers=workers, resumed=journal.row["resumed"] + is_sitting, heartbeat=time.time(),
        )  # fmt: skip
        return journal

    @property
    def row(self) -> sqlite3.Row:
        """The run as it stands."""
        row: sqlite3.Row = self._db.execute("SELECT * FROM run").fetchone()
        return row

    @property
    def home(self) -> str:
        """The collection that the points go into."""
        row = self.row
        return str(row["staging"] or row["collection"])

    @property
    def bulk(self) -> int | None:
        """Indexing threshold to restore; None where nothing was changed."""
        threshold: int | None = self.row["bulk"]
        return threshold

    @property
    def preflight(self) -> Preflight | None:
        """What preflight found, once it has ended."""
        text = self.row["preflight"]
        return Preflight.model_validate_json(text) if text else None

    @property
    def stamps(self) -> tuple[FileStamp, ...]:
        """The source's files when the run began."""
        return tuple(FileStamp(**stamp) for stamp in orjson.loads(self.row["stamps"]))

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the source's files as preflight read them."""
        digests: dict[str, str] = orjson.loads(self.row["digests"] or "{}")
        return digests

    @property
    def snapshots_before(self) -> frozenset[str] | None:
        """The collection's snapshots before the run took its own; None until it began to."""
        text = self.row["snapshots_before"]
        return frozenset(orjson.loads(text)) if text else None

    def done_batches(self) -> frozenset[int]:
        """Numbers of the batches that need not be sent again."""
        return frozenset(number for (number,) in self._db.execute("SELECT number FROM batches"))

    def superseded(self) -> frozenset[int]:
        """Records that are not sent because a later one becomes the same point."""
        return frozenset(record for (record,) in self._db.execute("SELECT * FROM superseded"))

    def written(self) -> int:
        """Points acknowledged by the target."""
        return int(self._db.execute("SELECT coalesce(sum(points), 0) FROM batches").fetchone()[0])

    def failed(self) -> int:
        """Records that were not written."""
        return int(self._db.execute("SELECT count(*) FROM failures").fetchone()[0])

    def unsendable(self) -> frozenset[int]:
        """Those of them that preflight could not foresee."""
        records = "SELECT record FROM failures WHERE kind = 'unsendable'"
        return frozenset(record for (record,) in self._db.execute(records))

    @property
    def verification(self) -> Verification | None:
        """What was compared at the end."""
        text = self.row["verification"]
        return Verification.model_validate_json(text) if text else None

    def beat(
        self,
        state: RunState,
        in_flight: int,
        breaker: BreakerState = "closed",
        request_points: int | None = None,
        lanes: Sequence[Lane] = (),
    ) -> None:
        """Say that the run is alive and what it is doing."""
        self._set(
            state=state,
            in_flight=in_flight,
            breaker=breaker,
            request_points=request_points,
            lanes=_lanes.dump_json(tuple(lanes), exclude_defaults=True).decode(),
            heartbeat=time.time(),
        )

    def set_target_before(self, points: int) -> None:
        """Qdrant's exact count before the first write."""
        self._set(target_before=points)

    def set_survey(
        self,
        preflight: Preflight,
        digests: dict[str, str],
        superseded: Iterable[int],
        batches_total: int,
    ) -> None:
        """What preflight found."""
        with self._transaction():
            self._db.executemany(
                "INSERT INTO superseded VALUES (?)", ((record,) for record in superseded)
            )
            self._set(
                preflight=preflight.model_dump_json(),
                digests=orjson.dumps(digests).decode(),
                batches_total=batches_total,
            )

    def end_batches(self, group: Sequence[Done]) -> None:
        """Batches were acknowledged; their failed records come along, to the dead letters first."""
        failures = self._room.fitted([failure for batch in group for failure in batch.failures])
        if failures:
            self._post(failures)
        with self._transaction():
            self._db.executemany(
                "INSERT INTO batches VALUES (?, ?, ?, 'acknowledged', ?, ?, ?, ?)",
                (
                    (b.number, b.records[0], b.records[-1], b.attempts, b.points, b.at, b.digest)
                    for b in group
                ),
            )
            self._db.executemany(
                "INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        f.record, f.place, f.id, f.flaw.kind, f.flaw.reason, f.content,
                        excerpt_of(f.content), f.offset,
                    )
                    for f in failures
                ),
            )  # fmt: skip

    @cached_property
    def _room(self) -> Room:
        (taken,) = self._db.execute(
            "SELECT coalesce(sum(length(CAST(content AS BLOB))), 0) FROM failures"
        ).fetchone()
        return Room(taken, self.event)

    def _post(self, failures: Sequence[Failure]) -> None:
        """Write the dead letters; the journal keeps them too, so that it goes on without them."""
        try:
            append_letters(self.path, failures)
        except OSError as error:
            if not self._is_told:
                self.event(f"{letters_path(self.path)}: cannot be written: {error.strerror}")
            self._is_told = True

    def retry(self, summary: str, batch: int | None) -> None:
        """A request failed and will be made again."""
        with self._transaction():
            self.event(summary, batch)
            self._db.execute("UPDATE run SET retries = retries + 1")

    def event(self, summary: str, batch: int | None = None) -> None:
        """Something worth telling."""
        self._db.execute("INSERT INTO events VALUES (?, ?, ?)", (time.time(), summary, batch))

    def set_target_exact(self, points: int) -> None:
        """Qdrant's exact count now."""
        self._set(target_exact=points, target_exact_at=time.time())

    def set_previous(self, collection: str | None) -> None:
        """What the name meant before the run."""
        self._set(previous=collection)

    def set_switch(self, state: SwitchState) -> None:
        """Where the alias stands."""
        self._set(switch=state)

    def set_returning(self, verdict: RunState, *, drop: bool) -> None:
        """The run goes back; how it will end then, and whether it takes what it wrote with it."""
        self._set(switch="returning", verdict=verdict, drop_staging=int(drop), ended=None)

    def set_dropped(self) -> None:
        """The staging collection was deleted."""
        self._set(dropped=1)

    def set_manner(self, manner: Manner) -> None:
        """How the run goes about its work from now on."""
        self._set(manner=manner.model_dump_json())

    def set_transport(self, transport: Transport, why: str) -> None:
        """How points are written from now on, and why so."""
        self._set(transport=transport, transport_why=why)

    @property
    def moved_from(self) -> str | None:
        """The collection that is read, of a Qdrant source; what an alias meant at the start."""
        name: str | None = self.row["moved_from"]
        return name

    def set_moved_from(self, collection: str) -> None:
        """What is read, whatever its alias comes to mean."""
        self._set(moved_from=collection)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Aliases that the run made, or was about to make, beside the one it moves."""
        return tuple(orjson.loads(self.row["aliases"]))

    def set_aliases(self, names: Sequence[str]) -> None:
        """Aliases that the run makes beside the one it moves."""
        self._set(aliases=orjson.dumps(list(names)).decode())

    def set_snapshots_before(self, names: Sequence[str]) -> None:
        """The collection's snapshots before the run took its own."""
        self._set(snapshots_before=orjson.dumps(names).decode())

    def set_snapshot(self, name: str) -> None:
        """What the collection is restored from; empty where it cannot be."""
        self._set(snapshot=name)

    def set_kept(self, added: int, replaced: int) -> None:
        """Points that were kept before they are written: new ids, and ids that were there."""
        self._set(added=added, replaced=replaced)

    def add_kept(self, added: int, replaced: int) -> None:
        """So many more of them."""
        self._db.execute(
            "UPDATE run SET added = added + ?, replaced = replaced + ?", (added, replaced)
        )

    def set_bulk(self, threshold: int | None) -> None:
        """What is to be restored once the load is over."""
        self._set(bulk=threshold)

    def set_verification(self, verification: Verification) -> None:
        """What was compared at the end."""
        self._set(verification=verification.model_dump_json())

    def rest(self) -> None:
        """Leave the run as it is, to be taken up again later."""
        self._set(lanes="[]", state="paused", pid=None, process_started=None, in_flight=0)

    def end(self, state: RunState, report: Report | None = None) -> None:
        """Nothing more will happen in this run."""
        text = report.model_dump_json() if report else None
        self._set(state=state, ended=time.time(), heartbeat=time.time(), in_flight=0, report=text)

    @property
    def has_begun(self) -> bool:
        """Whether the run came as far as to touch its target, or has something to restore there."""
        row = self.row
        return row["target_before"] is not None or row["bulk"] is not None

    def discard(self) -> None:
        """Close the file and delete it, with what SQLite keeps beside it."""
        self._db.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; an ended run's journal becomes one plain file."""
        if self.row["ended"] is not None:
            # While someone reads it, it stays in WAL mode, which readers know too.
            with suppress(sqlite3.OperationalError):
                self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.close()

    def _set(self, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(f"UPDATE run SET {names}", tuple(values.values()))  # noqa: S608  (own names)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def switch_of(row: sqlite3.Row) -> Switch | None:
    """Which collections a run moves its alias between; None where it writes in place."""
    if row["staging"] is None:
        return None
    return Switch(
        alias=row["collection"],
        staging=row["staging"],
        previous=row["previous"],
        state=row["switch"],
        dropped=bool(row["dropped"]),
    )

"""A world that goes on: seeded Readings, second by second, as a dashboard gets them in an hour."""

import random
from datetime import timedelta

from backend.model.event import Event, Events
from backend.model.host import Host
from backend.model.migration.run import Migrations, Run
from backend.model.qdrant import Collections, Latency
from backend.model.reading import Reading
from tests.readings import sample
from tests.readings.sample import NOW

_KEPT_EVENTS = 200
_WHOLE = 6_183
_MARKS = ("fine", "look", "act", "unknown")


class World:
    """What is true at a second, and what its probes say then.

    Runs begin and end, collections, processes and events come and go, a server is away at times.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._events: list[Event] = []
        self._written = 0
        self._runs = 0
        self._seq = 1

    def said(self, second: int) -> list[Reading]:
        """The readings of one second after the start."""
        self._seq += 1
        told = [
            sample.reading("migration", Migrations(runs=self._moved(second)), seq=self._seq),
            sample.reading("qdrant.latency", self._latency(), seq=self._seq),
            sample.reading("host", self._host(), seq=self._seq),
            sample.reading("qdrant.collections", self._collections(), seq=self._seq),
            sample.reading("events", self._happened(second), seq=self._seq),
        ]
        if self._random.random() < 0.05:
            away = f"no answer within {self._random.randint(1, 9)} s"
            told.append(sample.failed("qdrant.server", "timeout", away, seq=self._seq))
        else:
            told.append(sample.reading("qdrant.server", sample.server(), seq=self._seq))
        if self._random.random() < 0.02:
            told += sample.everything()
        return told

    def _moved(self, second: int) -> tuple[Run, ...]:
        """The run of now and the one before it."""
        self._written += self._random.randint(0, 40)
        if self._written > _WHOLE:
            self._written, self._runs = 0, self._runs + 1
        history = tuple(float(self._random.randint(0, 2_000)) for _ in range(60))
        now = NOW + timedelta(seconds=second)
        run = sample.run(written=self._written, failures=self._random.randint(0, 9))
        before = sample.run("finished", _WHOLE)
        return (
            run.model_copy(
                update={"id": f"run {self._runs}", "rate_history": history, "heartbeat": now}
            ),
            before.model_copy(update={"id": f"run {self._runs - 1}"}),
        )

    def _latency(self) -> Latency:
        counts = tuple(self._random.randint(0, 900) for _ in range(8))
        path = "/collections/{collection_name}/points/query"
        quantiles = (sample.quantile(0.95, 5, self._random.choice((10, 50, 100, None))),)
        found = sample.latency()
        search = sample.endpoint(path, counts, quantiles)
        return found.model_copy(update={"endpoints": (search, *found.endpoints[1:])})

    def _host(self) -> Host:
        host = sample.host()
        processes = tuple(
            one.model_copy(update={"pid": self._random.randint(2, 90_000)})
            for one in host.processes
        )
        busy = float(self._random.randint(0, 100))
        return host.model_copy(update={"cpu_percent": busy, "processes": processes})

    def _collections(self) -> Collections:
        found = sample.collections(self._random.choice(("green", "yellow", "red")))
        names = (f"{one.name} {self._random.randint(0, 9)}" for one in found.collections)
        renamed = tuple(
            one.model_copy(update={"name": name, "points": self._random.randint(0, 10**6)})
            for one, name in zip(found.collections, names, strict=True)
        )
        return found.model_copy(update={"collections": renamed})

    def _happened(self, second: int) -> Events:
        """The latest events, one more now and then."""
        if self._random.random() < 0.2:
            at = NOW + timedelta(seconds=second)
            mark = self._random.choice(_MARKS)
            text = f"event {self._random.randint(0, 10**9)}"
            self._events.insert(0, Event(at=at, mark=mark, source="host", text=text))
            del self._events[_KEPT_EVENTS:]
        return Events(events=tuple(self._events))

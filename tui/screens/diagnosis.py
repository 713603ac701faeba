"""The program about itself: versions, paths, configuration, what it costs, what each probe says."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from tui.screens.page import PageScreen
from tui.widgets.marks import MARKS, age_words, bytes_words, duration_words
from tui.widgets.text import Line, fit, tail, words

if TYPE_CHECKING:
    from backend.model.qdrant import Server
    from tui.about import About
    from tui.meter import Cost
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_NAME = 18
_ORIGIN = 26
_MARKS = {"live": "fine", "error": "act", "unconfigured": "unknown"}
"""What a state of a reading looks like, where it is not named as its mark."""
_EVERY = 1.0
"""Seconds between two looks while the page is open."""


@dataclass(frozen=True)
class Process:
    """One process of ours.

    Attributes:
        cpu: Share of a core since the page was opened or looked at last; None at first.
        memory: Bytes that are its own in memory.
    """

    name: str
    pid: int
    cpu: float | None
    memory: int


class DiagnosisScreen(PageScreen):
    """Looked at anew each second while it is open, and never else."""

    DEFAULT_CSS: ClassVar = "DiagnosisScreen > Canvas { width: 116; }"

    def __init__(self, look: Look, lines: Callable[[], Sequence[Line]]) -> None:
        super().__init__(look, lines())
        self._lines = lines

    def on_mount(self) -> None:
        """Go on looking."""
        self.set_interval(_EVERY, lambda: self.replace(self._lines()))


def diagnosis_lines(
    about: About, cost: Cost, processes: Sequence[Process], picture: Picture, started: datetime
) -> list[Line]:
    """All that can be told, in the order in which somebody who helps asks for it."""
    lines: list[Line] = []
    for title, told in (
        ("PROGRAM", _program(picture, started)),
        ("WHAT THE SCREEN COSTS", _costs(cost, processes)),
        ("PROBES", _probes(picture)),
        ("PATHS", (_pair(name, path) for name, path in about.paths)),
        ("CONFIGURATION", _settings(about.settings)),
    ):
        lines += [words(f" {title}", "title"), *told, ()]
    return lines[:-1]


def _pair(name: str, said: str, role: str = "text") -> Line:
    return ((f"  {fit(name, _NAME)} ", "dim"), (said, role))


def _program(picture: Picture, started: datetime) -> Iterator[Line]:
    from importlib.metadata import version  # noqa: PLC0415 (first paint does not need it)

    yield _pair("passerelle", version("passerelle"))
    yield _pair("textual", version("textual"))
    yield _pair("python", f"{platform.python_version()} {sys.executable}")
    yield _pair("system", f"{platform.system()} {platform.release()} {platform.machine()}")
    held = picture.held.get("qdrant.server")
    server = cast("Server", held.value) if held and held.value else None
    known = server.version if server else "○ unknown"
    kind = ", embedded" if server and server.embedded and "embedded" not in known else ""
    yield _pair("qdrant", f"{known}{kind}", "text" if server else "unknown")
    terminal = " ".join(
        f"{name}={os.environ[name]}"
        for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "TMUX")
        if name in os.environ
    )
    yield _pair("terminal", terminal or "○ TERM is not set")
    if "SSH_CONNECTION" in os.environ:
        yield _pair("reached by", "SSH")
    age = (picture.now - started).total_seconds()
    yield _pair("started", f"{started:%Y-%m-%d %H:%M:%S %Z}, {duration_words(age)} ago")


def _costs(cost: Cost, processes: Sequence[Process]) -> Iterator[Line]:
    over = f"over the last {duration_words(cost.seconds)}"
    cpu = (
        "○ known after a second" if cost.cpu is None else f"{100 * cost.cpu:.1f} % of a core {over}"
    )
    yield _pair("processor", cpu)
    rate = "" if cost.bytes_per_second is None else f"{bytes_words(cost.bytes_per_second)}/s {over}"
    yield _pair("to the terminal", f"{bytes_words(cost.bytes_total)} since the start   {rate}")
    if cost.p50 is None or cost.p95 is None or cost.slowest is None:
        yield _pair("key to effect", "○ no key had one yet", "unknown")
    else:
        told = "   ".join(
            f"{name} {1000 * value:.1f} ms"
            for name, value in (("p50", cost.p50), ("p95", cost.p95), ("slowest", cost.slowest))
        )
        yield _pair("key to effect", told)
        yield _pair("", f"from reading to writing, of the last {cost.keys} that had one", "dim")
    for one in processes:
        share = "?" if one.cpu is None else f"{100 * one.cpu:.1f} % of a core"
        yield _pair(one.name, f"pid {one.pid}   {share}   {bytes_words(one.memory)}")


def _probes(picture: Picture) -> Iterator[Line]:
    if picture.gone:
        yield words(f"  ■ {picture.gone}", "act")
    for name, held in sorted(picture.held.items()):
        state = held.state(picture.now)
        mark = MARKS[_MARKS.get(state, state)]
        age = f"{age_words(held.age(picture.now)):>4} old, took {1000 * held.took:>6,.0f} ms"
        failed = f"  failed {held.failures}×: {held.error.kind}" if held.error else ""
        yield (
            (f"  {mark.glyph} ", mark.role),
            (fit(name, 24), "text"),
            (f" {age} every {_period(held.period)}", "dim"),
            (failed if state != "unconfigured" else "  not configured", "text"),
        )


def _period(seconds: float) -> str:
    """`0.5 s`, and from a minute on with two units."""
    return f"{seconds:.3g} s" if seconds < 60 else duration_words(seconds)


def _settings(settings: Sequence[tuple[str, str, str]]) -> Iterator[Line]:
    for name, value, origin in settings:
        told = fit(tail(origin, _ORIGIN), _ORIGIN)
        yield ((f"  {fit(name, _NAME)} ", "dim"), (f"{told} ", "dim"), (value, "text"))


def _named(command: Sequence[str]) -> str:
    """A process by the module that it runs: `backend.embedded`; never with its arguments."""
    module = next((command[at + 1] for at, one in enumerate(command[:-1]) if one == "-m"), "")
    return module or (Path(command[0]).name if command else "?")


class Processes:
    """This process and those below it."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[float, float]] = {}

    def look(self) -> list[Process]:
        """What they take now."""
        import time  # noqa: PLC0415

        import psutil  # noqa: PLC0415 (26 ms, for this page only)

        own = psutil.Process()
        found = []
        for one in (own, *own.children(recursive=True)):
            try:
                now, taken = time.monotonic(), sum(one.cpu_times()[:2])
                memory = one.memory_info().rss
                name = "screen" if one is own else _named(one.cmdline())
            except psutil.Error:
                continue  # it has just ended
            before = self._before.get(one.pid)
            cpu = (taken - before[1]) / (now - before[0]) if before and now > before[0] else None
            self._before[one.pid] = (now, taken)
            found.append(Process(name, one.pid, cpu, memory))
        return found

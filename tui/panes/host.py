"""Host: the machine and the processes that matter on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.columns import Column
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.bars import bar
from tui.widgets.marks import bytes_words, worst
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from backend.model.host import Host, Process
    from tui.readings import Picture

_LOOK, _ACT = 0.85, 0.95
_COLUMNS = (
    Column("ROLE"),
    Column("PID", telling=True),
    Column("CPU", live=True),
    Column("MEMORY", live=True),
    Column("NAME"),
)


class HostPane(RowsPane):
    """The machine, and the processes that matter."""

    NAME: ClassVar = "host"
    PROBES: ClassVar = ("host",)

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """Gauges of the machine above, one row a process below."""
        host = cast("Host", picture.held["host"].value)
        shares = {
            "cpu": None if host.cpu_percent is None else host.cpu_percent / 100,
            "memory": _share(host.memory.used, host.memory.total),
            "disk": _share(host.disk.used, host.disk.total),
        }
        # A busy processor is work being done; only memory and disk can run out.
        tight = [_mark(shares["memory"]), _mark(shares["disk"])]
        told = {
            "cpu": f"{host.cores} cores   load {' '.join(f'{load:.2f}' for load in host.load)}",
            "memory": f"{bytes_words(host.memory.used)} of {bytes_words(host.memory.total)}",
            "disk": f"{bytes_words(host.disk.used)} of {bytes_words(host.disk.total)}",
        }
        room = max(6, min(24, cells - 50))
        above = [_gauge(name, share, told[name], room) for name, share in shares.items()]
        above.append((("   network ", "dim"), (_network(host), "text")))
        above += [(), words(f"  {'ROLE':<12}{'PID':>8}{'CPU':>8}{'MEMORY':>11}  NAME", "dim")]
        return Table(
            worst(*tight),
            _verdict(host, shares),
            [_process(item) for item in host.processes],
            above=above,
            empty=(words("   ○ none of the processes that matter was found", "unknown"),),
            columns=_COLUMNS,
        )


def _share(used: int, total: int) -> float | None:
    return used / total if total else None


def _mark(share: float | None) -> str:
    if share is None:
        return "unknown"
    return "act" if share >= _ACT else "look" if share >= _LOOK else "fine"


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f} %"


def _verdict(host: Host, shares: dict[str, float | None]) -> str:
    parts = (f"{name} {_percent(share)}" for name, share in shares.items())
    return " · ".join((host.name, *parts))


def _gauge(name: str, share: float | None, told: str, room: int) -> Line:
    filled = bar(share or 0.0, room)
    mark = _mark(share) if name != "cpu" else "fine"
    return (
        (f"   {fit(name, 8)}", "dim"),
        (filled, "bar" if mark == "fine" else mark),
        ("·" * (room - len(filled)), "track"),
        (fit(_percent(share), 6, "right"), "strong"),
        (f"  {told}", "text"),
    )


def _network(host: Host) -> str:
    if host.network.received is None or host.network.sent is None:
        return "○ known after the next reading"
    return f"in {bytes_words(host.network.received)}/s   out {bytes_words(host.network.sent)}/s"


def _process(item: Process) -> Row:
    cpu = "?" if item.cpu_percent is None else f"{item.cpu_percent:.0f} %"
    line: Line = (
        (f" {fit(item.role, 12)}", "strong"),
        (fit(str(item.pid), 8, "right"), "dim"),
        (fit(cpu, 8, "right"), "text"),
        (fit(bytes_words(item.memory), 11, "right"), "text"),
        (f"  {item.name}", "dim"),
    )
    values = (item.role, item.pid, item.cpu_percent, item.memory, item.name)
    return Row(str(item.pid), line, values=values)

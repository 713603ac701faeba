"""`passerelle bench`: the plan's own benchmark, against a scratch collection."""

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any

import click

from backend import config
from tui.cli import INTERRUPTED
from tui.widgets.marks import counted

if TYPE_CHECKING:
    from backend.model.benchmark import Benchmark, Phase
    from backend.qdrant.connection import Connection

UNREACHABLE = 3
_MARKS = {"within": "ok  ", "beyond": "NOT ", "not judged": "?   "}


@click.command()
@click.argument("url", required=False, metavar="[QDRANT-URL]")
@click.option(
    "--points",
    type=click.IntRange(1_000, 1_000_000),
    default=10_000,
    show_default=True,
    help="Vectors to write before the searches.",
)
@click.option(
    "--dimension",
    type=click.IntRange(2, 65_536),
    default=384,
    show_default=True,
    help="Numbers in a vector.",
)
@click.option(
    "--load-another-machine",
    is_flag=True,
    help="The server is not this machine: put load on it all the same.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    url: str | None,
    points: int,
    dimension: int,
    load_another_machine: bool,
    form: str,
) -> None:
    """Insert, search, 100 requests at once, mixed: beside the plan's figures.

    It writes to a collection of its own, which is gone afterwards, also after Ctrl-C; each of five
    phases begins no request after half a minute. This is load: a server elsewhere is left alone
    unless asked.

    Exit codes: 0 every criterion that could be judged holds; 1 one does not, or the collection is
    still there; 2 usage, or the key may not write; 3 the server is unreachable.
    """
    settings, _ = config.load({"qdrant": url})
    from backend.benchmark.run import Size, is_loopback, run  # noqa: PLC0415  (numpy, pydantic)
    from backend.probes.probe import ProbeFailed  # noqa: PLC0415
    from backend.qdrant.access import connections  # noqa: PLC0415

    connection: Connection = connections(settings)[0]
    if not load_another_machine and not is_loopback(connection.url):
        raise click.UsageError(
            f"{connection.url} is another machine, and a benchmark is load for whoever uses it; "
            "if that is meant: --load-another-machine"
        )
    try:
        found = asyncio.run(_until_ended(run(connection, Size(points, dimension), _narrate)))
    except ProbeFailed as failed:
        _narrate("; ".join(filter(None, (failed.error.summary, failed.error.remedy))))
        ctx.exit(UNREACHABLE if failed.error.kind in ("unreachable", "timeout") else 2)
    except asyncio.CancelledError:
        ctx.exit(INTERRUPTED)
    click.echo(found.model_dump_json() if form == "json" else "\n".join(_report(found)))
    ctx.exit(1 if found.left_behind or any(row.verdict == "beyond" for row in found.rows) else 0)


async def _until_ended(benchmark: "Coroutine[Any, Any, Benchmark]") -> "Benchmark":
    """The benchmark, given up in good order when the terminal or the system says so."""
    task = asyncio.ensure_future(benchmark)
    loop = asyncio.get_running_loop()

    def end() -> None:
        # Once: a second Ctrl-C would leave the collection behind.
        if not task.cancelling():
            _narrate("ended; the scratch collection is being removed")
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, end)
    return await task


def _narrate(text: str) -> None:
    click.echo(f"passerelle bench: {_printable(text)}", err=True)


def _report(found: "Benchmark") -> Iterator[str]:
    server = f"Qdrant {found.version}" + (
        " (embedded: no measure of a real server)" if found.embedded else ""
    )
    where = "this machine" if found.local else "another machine"
    yield f"{found.url}  {server}, {where}"
    yield (
        f"asked from {found.host}, {found.cores} cores, {found.at:%Y-%m-%d %H:%M} UTC, "
        f"{found.seconds:.0f} s in all"
    )
    yield (
        f"{found.points:,} points of {found.dimension} dimensions, {found.distance}, "
        f"in batches of {found.batch}, collection {found.collection}"
    )
    yield ""
    table: list[tuple[str, ...]] = [
        ("", "criterion", "Python baseline", "Go target", "plan claims", "measured")
    ]
    table += [
        (
            _MARKS[row.verdict],
            row.name,
            *(cell or "-" for cell in (row.baseline, row.target, row.claimed, row.measured)),
        )
        for row in found.rows
    ]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    hows = ["", *(row.how for row in found.rows)]
    for line, how in zip(table, hows, strict=True):
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        if how:
            yield f"{'':{widths[0] + 2}}  {how}"
    yield ""
    yield "phase       at once  requests     per s     mean      p50      p95      p99  slowest"
    for phase in found.phases:
        yield from _phase(phase)
    for name in found.left_by_others:
        yield f"{_printable(name)} is left by another bench, or by one that still runs"
    if found.left_behind:
        yield _printable(found.left_behind)


def _phase(phase: "Phase") -> Iterator[str]:
    times = (phase.mean, phase.p50, phase.p95, phase.p99, phase.slowest)
    yield (
        f"{phase.name:10} {phase.in_flight:8} {phase.requests:9,} {phase.per_second:9,.0f} "
        + " ".join(f"{_milliseconds(value):>8}" for value in times)
        + " ms"
    )
    if phase.server_p50 is not None:
        server = (phase.server_p50, phase.server_p95)
        yield f"{'':11}by the server's clock p50, p95: " + ", ".join(
            f"{_milliseconds(value)} ms" for value in server
        )
    if phase.errors:
        yield f"{'':11}{counted(phase.errors, 'error')}, the first: {_printable(phase.first_error)}"
    if phase.timed_out:
        yield f"{'':11}its time ran out before {phase.planned:,} requests"


def _milliseconds(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _printable(text: str) -> str:
    """What a server says is data: control characters are shown, not sent."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )

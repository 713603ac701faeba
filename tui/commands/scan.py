"""`passerelle scan`: managers, their dependencies and responsibilities, headless."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from tui.options import document_option, folders_of, raci_file_option

if TYPE_CHECKING:
    from backend.config import Settings
    from backend.model.ecosystem import Ecosystem
    from backend.model.gate import Baseline, Condition


@dataclass(frozen=True)
class _Asked:
    """What is to be scanned, beside which documents, and what of it is accepted."""

    folders: tuple[Path, ...]
    documents: tuple[Path, ...]
    settings: "Settings"
    traced_cycles: bool


TABLES = (
    *("managers", "dependencies", "contract", "counts", "stated", "shares", "findings", "raci"),
    "activities",
)

FORMATS = ("text", "json", "csv", "markdown", "mermaid", "dot", "sarif")


@click.command("scan")
@click.argument("roots", nargs=-1, type=click.Path(path_type=Path), metavar="[ROOT…]")
@document_option
@raci_file_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="managers",
    show_default=True,
    help="What --format csv prints.",
)
@click.option(
    "--traced-cycles",
    is_flag=True,
    help="Look for cycles over fields, manifests and documents too, not over imports alone.",
)
@click.option("--schema", is_flag=True, help="The JSON schema of --format json, and no scan.")
@click.option(
    "--fail-on",
    metavar="TOPIC[:SEVERITY],…",
    help="End with 1 where there are such findings: cycles, raci, redundancy, claims or a kind of "
    "finding; note, look or act (low, medium, high) and above.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Findings in it do not count for --fail-on.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write all findings of this scan as a baseline.",
)
@click.option(
    "--diff",
    metavar="REV|REPORT",
    help="What changed since a git revision, or since a report of --format json.",
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    roots: tuple[Path, ...],
    documents: tuple[Path, ...],
    raci_file: str | None,
    form: str,
    table: str,
    traced_cycles: bool,
    schema: bool,
    fail_on: str | None,
    baseline: Path | None,
    write_baseline: Path | None,
    diff: str | None,
) -> None:
    """Read the managers below some folders: each direct folder of a ROOT is one.

    Without ROOT the folders are those of the setting `managers`. Findings that `[[suppress]]`
    tables of passerelle.toml accept, each with a reason, are set apart.

    Exit codes: 0 read, whatever was found; 1 something that --fail-on names; 2 usage.
    """
    from backend import config  # noqa: PLC0415

    if schema:
        from backend.model.ecosystem import Ecosystem  # noqa: PLC0415  (loads pydantic)

        click.echo(json.dumps(Ecosystem.model_json_schema(), indent=1))
        return
    if form != "csv" and ctx.get_parameter_source("table") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--table is what --format csv prints: add --format csv")
    gate = _gate(fail_on, baseline)
    settings, _ = config.load({"raci_file": raci_file})
    if raci_file is not None and not settings.raci_file.exists():
        raise click.BadParameter(f"{raci_file}: no such file", param_hint="--raci-file")
    folders = folders_of(roots)
    asked = _Asked(folders, documents, settings, traced_cycles)
    ecosystem = _scanned(asked, folders)
    told = _told(ecosystem, form, table) if diff is None else _changed(ecosystem, asked, form, diff)
    click.echo(told, nl=False)
    if write_baseline is not None:
        _write_baseline(ecosystem, write_baseline)
    if gate is not None and _fails(ecosystem, *gate):
        ctx.exit(1)


def _scanned(asked: _Asked, folders: tuple[Path, ...]) -> "Ecosystem":
    from backend.managers.gate import accepted  # noqa: PLC0415  (loads pydantic)
    from backend.managers.overrides import read_overrides  # noqa: PLC0415
    from backend.managers.scan import scan  # noqa: PLC0415  (loads the parser and networkx)
    from backend.model.gate import Suppression  # noqa: PLC0415

    rules = [
        Suppression(id=one.id, reason=one.reason, until=one.until)
        for one in asked.settings.suppress
    ]
    today = date.today()
    found = scan(
        folders,
        asked.documents,
        traced_cycles=asked.traced_cycles,
        given=read_overrides(asked.settings.raci_file, today),
        aliases=asked.settings.aliases,
    )
    return accepted(found, rules, today)


def _told(ecosystem: "Ecosystem", form: str, table: str) -> str:
    """What goes to stdout, with the newline at its end."""
    if form == "json":
        return ecosystem.model_dump_json() + "\n"
    if form == "csv":
        from tui.exports import tables  # noqa: PLC0415

        return tables.csv_lines(*tables.TABLES[table](ecosystem))
    return "\n".join(_lines(ecosystem, form)) + "\n"


def _lines(ecosystem: "Ecosystem", form: str) -> list[str]:
    if form == "sarif":
        from tui.exports.sarif import sarif  # noqa: PLC0415
        from tui.exports.whereabouts import home_of, seen_from_start  # noqa: PLC0415

        return [sarif(ecosystem.findings, seen_from_start(ecosystem), home_of(ecosystem))]
    if form in ("mermaid", "dot"):
        from tui.exports import graphs  # noqa: PLC0415

        return list(graphs.mermaid(ecosystem) if form == "mermaid" else graphs.dot(ecosystem))
    if form == "markdown":
        from tui.exports.markdown import markdown  # noqa: PLC0415

        return list(markdown(ecosystem))
    from tui.commands.scan_text import report  # noqa: PLC0415

    return list(report(ecosystem))


def _changed(ecosystem: "Ecosystem", asked: _Asked, form: str, diff: str) -> str:
    from backend.managers.difference import difference, read_report  # noqa: PLC0415
    from backend.managers.revisions import at_revision  # noqa: PLC0415
    from tui.commands.difference_text import difference_lines  # noqa: PLC0415

    if form not in ("text", "json"):
        raise click.UsageError("--diff is told as text or json")
    try:
        if Path(diff).is_file():
            before = read_report(Path(diff))
        else:
            with at_revision(asked.folders, diff, _elsewhere(ecosystem)) as then:
                before = _scanned(asked, then)
    except ValueError as error:
        raise click.BadParameter(
            f"{error}; name a git revision, or a file that --format json wrote", param_hint="--diff"
        ) from None
    found = difference(before, ecosystem, diff)
    if form == "json":
        return found.model_dump_json() + "\n"
    return "\n".join(difference_lines(found)) + "\n"


def _elsewhere(ecosystem: "Ecosystem") -> list[Path]:
    """Folders of managers that documents led to."""
    return [
        Path(one.root) / one.path for one in ecosystem.managers if one.root not in ecosystem.roots
    ]


def _write_baseline(ecosystem: "Ecosystem", path: Path) -> None:
    from backend.managers.gate import baseline_of  # noqa: PLC0415

    try:
        path.write_text(baseline_of(ecosystem.findings).model_dump_json(indent=1) + "\n", "utf-8")
    except OSError as error:
        raise click.BadParameter(
            f"{path}: cannot be written: {error.strerror}", param_hint="--write-baseline"
        ) from None


def _gate(
    fail_on: str | None, baseline: Path | None
) -> "tuple[tuple[Condition, ...], Baseline | None] | None":
    """What makes the check fail, and what is known; wrong ones are told before the long scan."""
    from backend.managers.gate import conditions, read_baseline  # noqa: PLC0415 (loads pydantic)

    if fail_on is None:
        if baseline is not None:
            raise click.UsageError("--baseline counts for --fail-on alone: say what to fail on")
        return None
    try:
        return conditions(fail_on), read_baseline(baseline) if baseline is not None else None
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _fails(
    ecosystem: "Ecosystem", wanted: "tuple[Condition, ...]", known: "Baseline | None"
) -> bool:
    """Whether something that is not known yet must not be there; said on stderr."""
    from backend.managers.gate import failing  # noqa: PLC0415 (as above)
    from tui.exports.whereabouts import seen_from_start  # noqa: PLC0415

    found, called = failing(ecosystem.findings, wanted, known), seen_from_start(ecosystem)
    for one in found:
        place, summary = "", one.summary
        if one.evidence:
            path, line = one.evidence[0].path, one.evidence[0].line
            at = f":{line}" if line else ""
            place, summary = f"{called(path)}{at}: ", summary.removeprefix(f"{path}{at}: ")
        click.echo(f"passerelle scan: {place}{one.severity}: {summary} [{one.id}]", err=True)
    return bool(found)

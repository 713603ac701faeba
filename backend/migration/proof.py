"""A verification on disk: JSON for programs, Markdown for people, and how to run it again."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from backend.migration.errors import Refused
from backend.migration.text import report_lines
from backend.migration.words import printable
from backend.model.migration.proof import Check, Verification
from backend.model.migration.report import Report

_MARKS = {True: "✓ passed", False: "✗ failed", None: "· not judged"}


def keep(verification: Verification, folder: Path, name: str) -> Verification:
    """Write both files into a folder, each whole or not at all.

    Returns:
        The verification with the names of its files.

    Raises:
        Refused: They cannot be written.
    """
    paths = [folder / f"{name}.verification.{kind}" for kind in ("json", "md")]
    kept = verification.model_copy(update={"files": tuple(map(str, paths))})
    texts = (kept.model_dump_json(indent=2), "\n".join(markdown(kept)))
    try:
        for path, text in zip(paths, texts, strict=True):
            draft = path.with_suffix(path.suffix + ".new")
            draft.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
            draft.rename(path)
    except OSError as error:
        raise Refused(f"{folder}: the report cannot be written: {error.strerror}") from None
    return kept


def markdown(verification: Verification) -> Iterator[str]:
    """The report as Markdown."""
    v = verification
    yield f"# Verification: {'passed' if v.passed else 'FAILED'}"
    yield ""
    yield f"- Source: `{v.source}`"
    yield f"- Target: collection `{v.collection}` at {v.to} ({v.distance}, {v.datatype})"
    yield f"- When: {v.at:%Y-%m-%d %H:%M:%S} UTC, {v.seconds:,.1f} s" + (
        f", for run {v.run}" if v.run else ""
    )
    compared = "every point" if v.sample is None else f"{v.sample:,} records drawn at random"
    yield f"- Compared: {compared}; tolerance {v.tolerance:g}"
    yield f"- SHA-256 of the source: `{v.source_digest}`"
    yield f"- Digest of the points compared at the target: `{v.target_digest}`"
    yield ""
    yield "| Check | Verdict | Checked | Failed | |"
    yield "|---|---|---:|---:|---|"
    yield from map(_row, v.checks)
    if v.mismatches:
        yield ""
        yield "| Record | Id | Point | Check | |"
        yield "|---|---|---|---|---|"
        for m in v.mismatches:
            yield "| " + " | ".join(map(_cell, (m.place, m.id, m.point, m.check, m.detail))) + " |"
    yield ""
    yield "To run it again:"
    yield ""
    yield f"    {again(v)}"


def report_markdown(report: Report) -> Iterator[str]:
    """How a run ended, as Markdown, with its proof."""
    yield f"# Migration {report.id}: {report.state}"
    yield ""
    yield "```"
    yield from report_lines(report.model_copy(update={"verification": None}))
    yield "```"
    if report.verification:
        yield ""
        yield from markdown(report.verification)


def again(verification: Verification) -> str:
    """The command that verifies the same once more."""
    sample = [] if verification.sample is None else ["--sample", str(verification.sample)]
    return shlex.join(
        [
            *("passerelle", "migrate", "verify", verification.source),
            *("--to", verification.to, "--collection", verification.collection, *sample),
        ]
    )


def _row(check: Check) -> str:
    verdict = _MARKS[check.passed]
    return (
        f"| {check.name} | {verdict} | {check.checked:,} | {check.failed:,} "
        f"| {_cell(check.detail)} |"
    )


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|")

"""From a log line to what it claims: the wrappings in which known tools write."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from backend.watching.sentences import is_promising, numbers, read_sentence, whole
from backend.watching.statement import Statement

LONGEST = 4096
"""Characters of a line that are looked at: expressions may take long over longer ones."""

GROUPS = frozenset({"migrated", "failed", "total", "batch"})
"""Names of groups that a configured expression may have."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BRACKETED = re.compile(r"\s*\[[^\]]{8,40}\]\s*\[(?P<level>\w{2,9})\]\s*(?P<message>.*)", re.DOTALL)
_FIELDS = {
    "batch_number": "batch",
    "total_batches": "batches",
    "batch_size": "size",
    "vectors_migrated": "size",
    "total_vectors": "total",
    "migrated_vectors": "migrated",
    "failed_vectors": "failed",
}


def read_line(line: str, patterns: Sequence[re.Pattern[str]] = ()) -> Statement | None:
    """What a line claims; None where nothing in it is known.

    Configured expressions are tried first, then zap's JSON, `[time] [LEVEL]` and bare sentences.
    """
    text = line[:LONGEST]
    if "\x1b" in text:
        text = _COLOUR.sub("", text)
    for pattern in patterns:
        found = pattern.search(text)
        if found is not None:
            figures = {name: n for name, n in numbers(found).items() if name in GROUPS}
            return Statement("pattern", figures=figures)
    if not is_promising(text):
        return None
    if text.lstrip().startswith("{"):
        return read_object(text)
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        return read_sentence(bracketed["message"], "bracketed")
    return read_sentence(text, "plain")


def read_object(text: str) -> Statement | None:
    """What a JSON object claims: a line of zap's, or a final report."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    figures = _figures(content)
    message = content.get("msg", content.get("message"))
    if not isinstance(message, str):
        return _report(content, figures)
    said = read_sentence(message, "json")
    if said is None:
        # Figures without a sentence that we know may count anything: files read, say.
        return Statement("json", figures=figures) if "batch" in figures else None
    return replace(said, figures={**said.figures, **figures})


def _figures(content: dict[str, Any]) -> dict[str, int]:
    read = {name: whole(content[field]) for field, name in _FIELDS.items() if field in content}
    return {name: number for name, number in read.items() if number is not None}


def _report(content: dict[str, Any], figures: dict[str, int]) -> Statement | None:
    if not {"migrated", "total"} <= figures.keys():
        return None
    troubled = bool(figures.get("failed") or content.get("errors_encountered"))
    return Statement("report", completed=not troubled, figures=figures)

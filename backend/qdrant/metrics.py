"""Prometheus' text format, read line by line.

A parser of our own because `prometheus-client` renames Qdrant's counters that do not end in
`_total` (`cluster_term`, `collection_hardware_metric_cpu`), refuses a whole text for one bad
line, and needs five times as long.
Format: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_LINE = re.compile(
    r"[ \t]*(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]*"
    rf'(?:\{{(?P<labels>[^"}}]*(?:{_QUOTED}[^"}}]*)*)\}}[ \t]*)?'
    r"(?<=[ \t}])(?P<value>[^\s#]+)"
    r"(?:[ \t]+-?[0-9]+)?[ \t\r]*"  # with a timestamp, which Qdrant never sets
)
_LABEL = re.compile(rf"([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*({_QUOTED})[ \t]*(?:,[ \t]*|$)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "\\": "\\", '"': '"'}


class Sample(NamedTuple):
    """One line: a series and its value, which may be NaN or infinite."""

    name: str
    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True)
class Metrics:
    """A parsed text.

    Attributes:
        samples: In the order of the text.
        skipped: Lines that are neither comment nor sample.
        complete: False where the last line has no end: the text was cut off.
    """

    samples: tuple[Sample, ...]
    skipped: int
    complete: bool


def parse(text: str, wanted: re.Pattern[str]) -> Metrics:
    """The samples of the families whose name has a match of `wanted`.

    Measured: 50 kB with 400 wanted samples take 3 ms, 1 MB with 7,500 takes 50 ms.
    """
    samples, skipped = [], 0
    lines = text.split("\n")
    cut_off = lines.pop()
    for line in lines:
        if line.startswith("#") or not line or line.isspace():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            skipped += 1
            continue
        name, labels, value = match.groups()
        if wanted.search(name):
            try:
                samples.append(Sample(name, _labels((labels or "").strip()), float(value)))
            except ValueError:
                skipped += 1
    return Metrics(tuple(samples), skipped, complete=not cut_off)


def _labels(text: str) -> dict[str, str]:
    """Labels by name; raises ValueError where the text between the braces is malformed."""
    labels, position = {}, 0
    while position < len(text):
        match = _LABEL.match(text, position)
        if match is None:
            raise ValueError("not a label")
        name, quoted = match.groups()
        label = quoted[1:-1]
        labels[name] = _ESCAPE.sub(_unescape, label) if "\\" in label else label
        position = match.end()
    return labels


def _unescape(match: re.Match[str]) -> str:
    """The character meant; an escape the format does not know stays as it is."""
    return _ESCAPED.get(match[1], match[0])

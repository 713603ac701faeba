"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines they are about."""

import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from backend.model.finding import Finding, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ACT: "error", Severity.LOOK: "warning", Severity.NOTE: "note"}


def sarif(
    findings: Iterable[Finding],
    called: Callable[[str], str],
    home: Callable[[Iterable[str]], str],
) -> str:
    """One run with one result a finding; ids survive line moves, so they are its fingerprints.

    Every result has a place with a line, the first one where a file or folder as a whole is meant:
    GitHub refuses all of a file for a single result that has none.

    Args:
        findings: All.
        called: What a path in their evidence is called from the folder on that the code host knows,
            the repository's.
        home: Likewise the folder that findings without evidence are about, by their subjects.
    """
    found = list(findings)
    kinds = sorted({one.kind for one in found})
    run = {
        "tool": {
            "driver": {
                "name": "passerelle",
                "version": version("passerelle"),
                "rules": [{"id": kind} for kind in kinds],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, kinds, called, home) for one in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _result(
    one: Finding,
    kinds: list[str],
    called: Callable[[str], str],
    home: Callable[[Iterable[str]], str],
) -> dict[str, Any]:
    said = [one.summary]
    if one.claim and one.fact:
        said += [f"Claimed: {one.claim}", f"Found: {one.fact}"]
    said.append(one.remedy)
    result: dict[str, Any] = {
        "ruleId": one.kind,
        "ruleIndex": kinds.index(one.kind),
        "level": _LEVELS[one.severity],
        "message": {"text": " ".join(f"{text.rstrip('.')}." for text in said if text)},
        "partialFingerprints": {"passerelle/v1": one.id},
    }
    places = [_location(called(item.path), item.line, item.text) for item in one.evidence]
    result["locations"] = places[:1] or [_location(home(one.subjects))]
    if len(places) > 1:
        result["relatedLocations"] = [
            {"id": number, **place} for number, place in enumerate(places[1:], 1)
        ]
    return result


def _location(path: str, line: int = 0, text: str = "") -> dict[str, Any]:
    uri = ("file://" if path.startswith("/") else "") + quote(path)
    physical = {"artifactLocation": {"uri": uri}, "region": {"startLine": max(line, 1)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if text:
        location["message"] = {"text": text}
    return location

"""READMEs and manifests of the sample managers: what they claim."""

import json
from collections.abc import Iterator

from backend.demo.spec import ACTIVITIES, Sample, pascal


def papers(sample: Sample) -> Iterator[tuple[str, str]]:
    """README and manifest of a manager where it has them, path and text."""
    if "readme" in sample.flags:
        yield f"{sample.path}/README.md", _readme(sample)
    if sample.manifest == "names":
        yield f"{sample.path}/manifest.json", _json(_with_names(sample))
    elif sample.manifest == "objects":
        yield f"{sample.path}/manifest.json", _json(_with_objects(sample))


def _readme(sample: Sample) -> str:
    lines = [f"# {sample.name}", "", sample.purpose, "", "**Status:** ✅ operational (100 %)"]
    if sample.code:
        lines += ["", "## Responsibilities", ""]
        for activity in ACTIVITIES:
            if methods := sample.code.methods[activity]:
                names = ", ".join(f"`{method}`" for method in methods)
                lines.append(f"- **{activity.capitalize()}**: {names}")
    if sample.uses:
        names = ", ".join(use.partition("/")[0] for use in sample.uses)
        lines += ["", "## Dependencies", "", f"{sample.name} → {names}"]
    return "\n".join(lines) + "\n"


def _with_names(sample: Sample) -> dict[str, object]:
    return {
        "name": sample.name,
        "version": "1.2.0",
        "description": sample.purpose,
        "dependencies": [use.partition("/")[0] for use in sample.uses],
    }


def _with_objects(sample: Sample) -> dict[str, object]:
    """The other schema; it also writes the names of managers in the other manner."""
    return {
        "name": pascal(sample.name),
        "version": "2.0.1",
        "dependencies": [
            {
                "name": pascal(use.partition("/")[0]),
                "minimumVersion": "1.0.0",
                "type": "required",
                "description": f"Used by {sample.name}",
            }
            for use in sample.uses
        ],
    }


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

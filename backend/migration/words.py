"""How text from the world, sizes and findings are told to people."""

from collections.abc import Iterable, Iterator

from backend.model.finding import Finding, Severity

NAME_SHOWN = 120
"""Characters; a longer name loses its middle."""
_MARKS = {Severity.NOTE: "·", Severity.LOOK: "▲", Severity.ACT: "■"}


def printable(text: str) -> str:
    """Text from the world is data: control characters are shown, not sent."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )


def size_text(size: int | None) -> str:
    """Bytes in mebibytes, or in kibibytes where they are few; ``?`` where nobody knows."""
    if size is None:
        return "?"
    return f"{size / 2**20:,.1f} MiB" if size >= 2**20 else f"{size / 2**10:,.1f} KiB"


def cropped(name: str) -> str:
    """A name from the world, of bearable length."""
    half = NAME_SHOWN // 2
    return name if len(name) <= NAME_SHOWN else f"{name[:half]}…{name[-half:]}"


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding with its way out, and claim against fact where it sets them side by side."""
    for finding in findings:
        yield printable(f"  {_MARKS[finding.severity]} {finding.summary}")
        if finding.claim is not None:
            yield printable(f"      {finding.claim} ⇢ {finding.fact}")
        if finding.remedy:
            yield printable(f"      {finding.remedy}")

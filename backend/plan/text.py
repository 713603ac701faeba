"""Bytes of a plan as text, with the damage of a wrong encoding undone where it can be."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

MISREAD_AS = ("cp1254", "cp1252")
"""Encodings that UTF-8 is met misread as, and saved again."""

_BYTES = {
    codec: {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    for codec in MISREAD_AS
}
_RUNS = {codec: re.compile(f"[{re.escape(''.join(table))}]+") for codec, table in _BYTES.items()}

# The last byte of ☐ (E2 98 90) has no character in these encodings and is gone for good; at the
# start of a line a plan can have meant nothing else.
_CUT_BOX = re.compile(r"^([ \t>]*(?:[-*+][ \t]+)?)â˜\ufffd?(?=\s)", re.MULTILINE)


_CUT_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+$")


@dataclass(frozen=True)
class Decoded:
    """Text and the name of the encoding it was read by, repairs included."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Read bytes as text; never fails, says in `encoding` what was lost or repaired."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Decoded(data.decode("utf-16", "replace"), "utf-16")
    name = "utf-8 with BOM" if data.startswith(BOM_UTF8) else "utf-8"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Text of another age is a byte a character; a torn UTF-8 file still holds whole sequences.
        text = data.decode("utf-8-sig", "replace")
        if not re.search(r"[^\x00-\x7f\ufffd]", text):
            return Decoded(data.decode("cp1252", "replace"), "windows-1252")
    repaired = _repair(text)
    if repaired is not None:
        return repaired
    lost = text.count("\ufffd")
    characters = "character" if lost == 1 else "characters"
    return Decoded(text, f"{name}, {lost} {characters} lost" if lost else name)


def _repair(text: str) -> Decoded | None:
    """Undo UTF-8 read as a Windows encoding; None where the text shows no such damage."""
    unboxed, boxes = _CUT_BOX.subn(r"\1☐", text)
    best = max((_undo(unboxed, codec) for codec in MISREAD_AS), key=lambda undone: undone[1])
    repaired, mended, kept, codec = best
    if mended + boxes <= kept:
        return None
    told = f"was UTF-8, once opened as Windows-{codec[2:]} and saved again; letters repaired"
    if boxes:
        told += f", {boxes} {'box' if boxes == 1 else 'boxes'} ☐ restored from their place"
    return Decoded(repaired, told)


def _undo(text: str, codec: str) -> tuple[str, int, int, str]:
    """Decode every run of misread characters; returns text, runs mended, runs kept, codec."""
    table = _BYTES[codec]
    mended = kept = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal mended, kept
        raw = bytes(table[character] for character in match.group())
        whole = raw.decode("utf-8", "replace")
        if whole.strip("\ufffd"):
            mended += 1
            return whole
        kept += 1
        # A sequence that lost its last byte is no letters either.
        return "\ufffd" if _CUT_SEQUENCE.match(raw) else match.group()

    return _RUNS[codec].sub(mend, text), mended, kept, codec

"""What a file held when it was read: a digest, and whether it stayed the same meanwhile."""

import hashlib
from pathlib import Path

from backend.migration.formats.format import opened

CHANGED = "changed while it was read; then"
"""Stands before the digest of a file where nobody knows what was read: it equals no other one."""

_AT_ONCE = 2**20

Touched = tuple[int, int] | None


def digest_of(path: Path) -> str:
    """SHA-256 of what a file holds, decompressed where it is gzip."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while data := file.read(_AT_ONCE):
            digest.update(data)
    return digest.hexdigest()


def touched(path: Path) -> Touched:
    """Size and time of a file; None where it has neither."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def steady(path: Path, before: Touched, digest: str) -> str:
    """The digest of a file that was read more than once, told apart if it changed meanwhile."""
    return digest if before == touched(path) else f"{CHANGED} {digest}"

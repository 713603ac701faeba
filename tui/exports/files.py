"""Where exports are written: a folder of their own, never a scanned tree."""

import os
from datetime import datetime
from pathlib import Path

import platformdirs


def write_export(name: str, text: str, now: datetime) -> Path:
    """Write a text to `exports/` in the state folder; an earlier export is never overwritten.

    Returns:
        Where it is.

    Raises:
        OSError: It cannot be written.
    """
    folder = platformdirs.user_state_path("passerelle") / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = Path(name).stem, Path(name).suffix
    for count in range(1, 1_000):
        again = "" if count == 1 else f"-{count}"
        path = folder / f"{now:%Y%m%dT%H%M%S}-{stem}{again}{suffix}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        return path
    raise FileExistsError(17, "too many exports of this second", str(folder))

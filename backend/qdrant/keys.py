"""What the key that we show may, as far as the key itself and the server's answers tell.

A token (JWT) says in its own text what it is for; that is read, never believed: only the server
can check its signature. Source: Qdrant's `lib/rbac` claims `exp`, `access`.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from backend.model.qdrant import Access, Gap

_GLOBAL = {"r": "read everything", "m": "read and change everything"}
_COLLECTION = {"r": "read", "rw": "read and change", "prw": "read and change points of"}
_REFUSED = ("(HTTP 401)", "(HTTP 403)")
_FULL_ONLY = "slow_requests"
"""What only the server's full key may read: refused, the key is another."""


def access(key: SecretStr | None, gaps: Iterable[Gap], slow_requests: object) -> Access:
    """What we may, by the key's own words and by what was refused.

    Args:
        key: As shown to the server; None where none is.
        gaps: What the server does not tell, and why.
        slow_requests: What the server told of them; None where it did not.
    """
    refused = tuple(gap for gap in gaps if any(told in gap.reason for told in _REFUSED))
    if key is None:
        return Access(key="none", may=("whatever needs no key",), refused=refused)
    claims = _claims(key.get_secret_value())
    if claims is not None:
        return Access(key="token", may=_granted(claims), until=_until(claims), refused=refused)
    if slow_requests is not None:
        may = "everything: it may read what only the full key may"
    elif any(gap.field == _FULL_ONLY for gap in refused):
        may = "read: it is not the full key"
    else:
        may = "read; whether it may change anything is not told"
    return Access(key="key", may=(may,), refused=refused)


def _claims(key: str) -> dict[str, Any] | None:
    """What a token says of itself; None where it is none."""
    parts = key.split(".")
    if len(parts) != 3:
        return None
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        found = json.loads(text)
    except (binascii.Error, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _granted(claims: dict[str, Any]) -> tuple[str, ...]:
    granted = claims.get("access", "m")
    if isinstance(granted, str):
        return (_GLOBAL.get(granted, f"access {granted!r}, which is not known here"),)
    if not isinstance(granted, list):
        return ("nothing that is known here",)
    found = []
    for one in granted:
        if isinstance(one, dict) and isinstance(one.get("collection"), str):
            how = _COLLECTION.get(str(one.get("access")), "reach")
            part = ", only points with a certain payload" if one.get("payload") else ""
            found.append(f"{how} {one['collection']}{part}")
    return tuple(found) or ("nothing",)


def _until(claims: dict[str, Any]) -> datetime | None:
    seconds = claims.get("exp")
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
    except (OverflowError, OSError, ValueError):
        return None

"""Who may do what: a full key and a read-only one, both optional."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from backend.embedded.errors import ApiError, forbidden

Access = Literal["open", "read", "write"]
"""What a route needs: nothing, any key, the full key."""


@dataclass(frozen=True, repr=False)
class Keys:
    """The keys of a server; without any, everybody may do everything."""

    full: str = ""
    read_only: str = ""

    def check(self, headers: Mapping[str, str], access: Access) -> None:
        """Let a request pass.

        Raises:
            ApiError: 401 without a known key, 403 with one that does not suffice.
        """
        if access == "open" or not (self.full or self.read_only):
            return
        key = headers.get("api-key")
        if key is None:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            key = token if scheme == "Bearer" and token else None
        if key is None:
            raise ApiError(401, "Must provide an API key or an Authorization bearer token")
        if _same(key, self.full):
            return
        if not _same(key, self.read_only):
            raise ApiError(401, "Invalid API key or JWT")
        if access == "write":
            raise forbidden("Global manage access is required")


def _same(given: str, known: str) -> bool:
    return bool(known) and hmac.compare_digest(given.encode(), known.encode())

"""Where a collection is that is moved from, as people type it."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

_SCHEMES = ("http://", "https://")
_BELOW = "/collections/"
EXPECTED = "expected http://HOST:6333/NAME, NAME being a collection or an alias"


def is_address(text: str) -> bool:
    """Whether a source is meant that is no file."""
    return text.lower().startswith(_SCHEMES)


@dataclass(frozen=True)
class CollectionAddress:
    """A Qdrant and a collection in it.

    Attributes:
        url: Of the Qdrant, as it was typed.
        collection: Its name or an alias.
    """

    url: str
    collection: str

    @classmethod
    def parse(cls, text: str) -> "CollectionAddress":
        """Read `http://host:6333/NAME` or Qdrant's own `http://host:6333/collections/NAME`.

        Raises:
            ValueError: It names no collection; the message does not quote it.
        """
        scheme, _, rest = text.strip().rstrip("/").partition("://")
        if _BELOW in rest:
            host, _, name = rest.rpartition(_BELOW)
        else:
            host, _, name = rest.rpartition("/")
        is_whole = host and name and not {"?", "#"} & set(rest)
        name = unquote(name)
        if not is_whole or "/" in name:
            raise ValueError(f"the address names no collection; {EXPECTED}")
        return cls(f"{scheme.lower()}://{host}", name)


def source_name(url: str, collection: str) -> str:
    """The one spelling of a source: what journals and reports call it."""
    return f"{url}{_BELOW}{quote(collection, safe='')}"

"""From settings to connections: which Qdrants, with which key, trusting whom."""

from pydantic import SecretStr

from backend.config import ConfigError, Settings
from backend.qdrant.connection import Connection


def connections(settings: Settings) -> tuple[Connection, ...]:
    """A connection to each Qdrant that the settings name, the main one first.

    All are shown the same key.

    Raises:
        ConfigError: An address cannot be used.
    """
    key = SecretStr(settings.api_key) if settings.api_key else None
    try:
        return tuple(
            Connection(url, key, ca_file=settings.ca_file, insecure_tls=settings.insecure_tls)
            for url in (settings.qdrant, *settings.further)
        )
    except ValueError as error:
        raise ConfigError(f"qdrant: {error}") from None

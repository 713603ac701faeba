"""The embedded Qdrant: the real segment engine behind the routes that are used here."""

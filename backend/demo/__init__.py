"""A whole sample world: managers, documents, vectors, a Qdrant, a migration and searches."""

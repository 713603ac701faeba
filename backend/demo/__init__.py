"""A whole sample world: managers, documents, vectors, a Qdrant, a migration and searches."""

RECORDS = 6_500
"""Vectors of the sample."""

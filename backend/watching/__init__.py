"""Watching somebody else's migration: what it claims, what Qdrant holds, where the two part."""

"""Qdrant's own formats: metrics text, windows between scrapes, clients."""

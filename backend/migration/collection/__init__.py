"""Another Qdrant collection as the source of a migration."""

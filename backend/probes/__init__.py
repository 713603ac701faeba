"""One probe per part of the world: each reads it once and returns one frozen model."""

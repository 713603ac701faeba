"""The dependency graph as a layered map and as a matrix."""

"""An ecosystem of managers: discovery, Go reading, resolution, graph, RACI, score."""

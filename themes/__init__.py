"""The themes of the screen: one YAML file each, found by name."""

"""One pane per file: each turns its own Readings into a picture."""

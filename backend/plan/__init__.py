"""Progress of Markdown plans: declared against counted."""

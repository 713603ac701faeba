"""What is known in the formats of other programs; from models alone, so that panes use them too."""

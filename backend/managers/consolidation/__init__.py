"""What would come of merging, moving, extracting or removing managers."""

"""Everything below the screen: what is known, how it is found out, and how it travels."""

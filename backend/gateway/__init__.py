"""The Go side's API gateway: what its answers claim, and what the code says to that."""

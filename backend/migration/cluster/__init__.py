"""The move spread over a Ray cluster: Ray Data reads and writes, the journal stays here."""

"""Tasks into vectors: reading them, embedding their texts, writing a source for `migrate`."""

"""What can be known: frozen models without I/O, the one thing both sides import."""

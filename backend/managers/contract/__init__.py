"""The interface that all managers are to implement: where it is declared, who implements it."""

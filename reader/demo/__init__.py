"""The offline newsstand: our own press, served on loopback."""

"""The library: one SQLite file, the system of record."""

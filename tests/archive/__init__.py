"""Tests of `reader.archive`, with a real PostgreSQL where one is installed."""

"""Tests of reader.sources."""

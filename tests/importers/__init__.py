"""Tests of reader.importers."""

"""Tests of `reader.core.archive`."""

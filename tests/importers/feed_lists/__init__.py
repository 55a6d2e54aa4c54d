"""Tests of reader.importers.feed_lists."""

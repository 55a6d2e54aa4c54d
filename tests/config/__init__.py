"""Tests of reader.config."""

"""Tests of reader.parse."""

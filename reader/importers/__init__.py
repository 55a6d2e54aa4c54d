"""Readers of what other programs export: subscriptions and articles."""

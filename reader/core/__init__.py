"""Composes the stages; what both front ends call."""

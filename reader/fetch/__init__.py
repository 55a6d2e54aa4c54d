"""Bytes from the net, politely and within bounds."""

"""Child processes that read hostile bytes within limits."""

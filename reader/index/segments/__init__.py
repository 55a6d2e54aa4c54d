"""The index on the disk: segments of arrays under Whoosh's commits."""

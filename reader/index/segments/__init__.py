"""How the index lies on the disk: segments of arrays under Whoosh's commits."""

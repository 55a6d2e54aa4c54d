"""The article as lines: blocks, layout, drawing, positions."""

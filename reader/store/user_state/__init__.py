"""What the reader did: marks, tags, notes, saved searches, rules, exports, undo."""

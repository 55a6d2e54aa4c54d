"""The reader's own state: marks, tags, notes, saved searches, rules, exports, undo."""

"""From a key press to an action: dispatch, key queue, palette."""

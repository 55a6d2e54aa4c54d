"""Coming over: what `import` does with each kind of file and folder."""

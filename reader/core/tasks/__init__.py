"""What the child processes do: one module a task, each with `run(body, **arguments)`."""

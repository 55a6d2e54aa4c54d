"""The tasks of the child processes: one module a task, each with `run(body, **arguments)`."""

"""What is allowed: pure functions over frozen dataclasses; `now` is always an argument."""

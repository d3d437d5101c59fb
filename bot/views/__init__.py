"""What people see: pure functions from the model and a Translator to a Message."""

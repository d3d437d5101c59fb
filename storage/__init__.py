"""What is remembered: one module per noun, SQL in the function that asks; knows nothing but the model."""

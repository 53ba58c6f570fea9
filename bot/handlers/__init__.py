"""Ways in: buttons, forms, shortcuts and events, one module per case."""

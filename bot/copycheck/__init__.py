"""The copy check: text in, findings out."""

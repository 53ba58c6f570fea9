"""Chinese text: ids, widths, words and the catalogue of messages."""

"""Ways in: the clock. What is due is decided from the database, never from memory."""

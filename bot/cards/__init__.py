"""Block Kit: a case as it is now, drawn for the chat. Pure functions of rows."""

"""Ways in: one module per slash command. They parse, call the domain once, and acknowledge."""

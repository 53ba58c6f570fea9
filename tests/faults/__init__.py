"""The bot as a process of its own, killed, cut off and misled in every way, and an independent look at what is left."""

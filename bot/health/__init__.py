"""How the bot is, for programs that watch it: what it needs, part by part, its figures, and the address they are asked at."""

"""How fast the bot answers, starts and reads, measured beside what it is built on. `python -m benchmarks.run`."""

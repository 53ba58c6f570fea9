"""`python -m bot` is `guanwei`."""

from bot.cli import main

main(prog_name="guanwei")

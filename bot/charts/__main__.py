"""The program that draws a chart: an order on standard input, its PNG on standard output. `bot.charts.apart` starts it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress

_IN, _OUT, _SAID = 0, 1, 2
# One and a half seconds of work must not become half a minute where five others are at work too.
_NICE = 5


def main() -> None:
    """Draw what is ordered, as long as somebody waits for it: standard input stays open until then."""
    # A stop concerns whoever started this, and comes to all at once. They finish what they can, and this ends with them.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    # (A service may be forbidden to set it.)
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    with os.fdopen(os.dup(_OUT), "wb") as picture:
        # Whatever else is said is no part of the picture.
        os.dup2(_SAID, _OUT)
        line = sys.stdin.buffer.readline()
        threading.Thread(target=_end_unawaited, daemon=True).start()
        picture.write(_png(line))


def _end_unawaited() -> None:
    # By its number: the end of the program does not wait for this thread, which may be in the midst of reading.
    while os.read(_IN, 1):
        pass
    os._exit(1)


def _png(line: bytes) -> bytes:
    # Imported here: from the first moment on the program can be left alone.
    from bot.charts.order import read
    from bot.charts.weekly import draw
    from bot.text.words import words

    order = read(line)
    return draw(order.chart, words(order.language), order.font)


if __name__ == "__main__":
    main()

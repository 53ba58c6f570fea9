"""What keeps the bot from working as it should, found before people find it: `guanwei doctor`.

`reading` reads (settings, chat, database, machine), `checks` and `chat_checks` judge what was read, one pure function each.
"""

from bot.doctor.findings import Finding, Level, as_values, worst
from bot.doctor.reading import examine

__all__ = ["Finding", "Level", "as_values", "examine", "worst"]

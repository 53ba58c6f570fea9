"""How many complaints stand in each state, counted over the whole table."""

from __future__ import annotations

from bot.store.database import Reader


def states(reader: Reader) -> dict[str, int]:
    """The number of complaints by state."""
    rows = reader.all("SELECT state, count(*) AS n FROM complaints GROUP BY state")
    return {str(row["state"]): int(str(row["n"])) for row in rows}

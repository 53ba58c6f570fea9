"""The way out to the chat: committed rows of the outbox become messages, each of them once, at its pace."""

from bot.outbox.delivery import Draw
from bot.outbox.pace import Pace
from bot.outbox.parked import Parked, describe_parked, retry_with_good_token
from bot.outbox.sender import Sender
from bot.store.sending import retry_parked

__all__ = ["Draw", "Pace", "Parked", "Sender", "describe_parked", "retry_parked", "retry_with_good_token"]

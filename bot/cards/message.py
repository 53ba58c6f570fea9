"""What a drawing comes out as: the words for a notification, the blocks for the screen, and a picture among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

Block = dict[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a message, above the block with the number ``at``. ``key`` tells it from others: the same key is the
    same picture, which is uploaded once and shown in as many messages as there are. ``png`` draws it; ``alt`` says what it
    shows to who does not see it. Where it cannot be shown ``instead`` stands at the end of the message."""

    key: str
    name: str
    title: str
    alt: str
    instead: Block
    png: Callable[[], bytes] = field(compare=False)
    at: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """``text`` is what notifications and screen readers say; ``blocks`` is what is seen (none: the text is). A ``picture``
    has to be uploaded first, so it is not among the blocks."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    picture: Picture | None = None


def with_file(message: Message, file: str) -> Message:
    """The message with its picture, uploaded as ``file`` (the chat's id of it), in its place."""
    picture = message.picture
    assert picture is not None
    image: Block = {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": picture.alt,
        "title": {"type": "plain_text", "text": picture.title},
    }
    blocks = [*message.blocks[: picture.at], image, *message.blocks[picture.at :]]
    return replace(message, blocks=blocks, picture=None)


def without_picture(message: Message) -> Message:
    """The message without its picture, saying so."""
    picture = message.picture
    assert picture is not None
    return replace(message, blocks=[*message.blocks, picture.instead], picture=None)

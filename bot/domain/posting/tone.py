"""Tone clash: a post held against the open complaints on its own words, before customers do it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot import copycheck
from bot.store import complaints
from bot.store.database import Reader
from bot.text.width import plain

# Words that are written more often than this say nothing of what a text is about (今天, 时间, 公司); these do all the same.
_OFTEN: Final = 6_000
_TOPICS: Final = re.compile("服务|活动|质量|价格|态度|安全")
_IDLE: Final = frozenset(
    [
        "秋天",
        "春天",
        "夏天",
        "冬天",
        "早上",
        "早晨",
        "中午",
        "下午",
        "晚上",
        "今晚",
        "明早",
        "昨天",
        "昨日",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "周末",
        "顾客",
        "小伙伴",
        "朋友圈",
        "亲们",
        "味道",
        "一份",
        "一杯",
        "一口",
        "一起",
        "一下",
        "快来",
        "我家",
        "你家",
        "准备",
        "不见不散",
        "更多",
        "好吃",
        "好喝",
        "好看",
        "开心",
        "快乐",
        "加油",
        "感谢",
        "谢谢",
        "欢迎",
        "期待",
        "微博",
        "点击",
        "链接",
        "视频",
        "图片",
        "转发",
        "评论",
        "点赞",
    ]
)
# One customer's word is no clash yet. (Product: "3 open complaints on 配送".)
_LEAST: Final = 2
_NAMED_MOST: Final = 3
# So many of the open complaints are read, the latest first: more tell nothing new.
_READ_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Clash:
    """A word of the post on which complaints are open, and their ids, the latest first."""

    word: str
    cases: tuple[str, ...]


def clashes(reader: Reader, text: str) -> tuple[Clash, ...]:
    """The post's own words that several customers complain about right now, the most complained about first. Its cost
    follows what is open."""
    words = words_of(text)
    if not words:
        return ()
    open_ones = complaints.open_words(reader, _READ_MOST)
    found = [
        Clash(word, tuple(dict.fromkeys(case for case, _, said in open_ones if word in said)))
        for word in words
        if len({customer for _, customer, said in open_ones if word in said}) >= _LEAST
    ]
    return tuple(sorted(found, key=lambda clash: -len(clash.cases))[:_NAMED_MOST])


def words_of(text: str) -> tuple[str, ...]:
    """What a post is about, in its own words."""
    said = plain(text)
    rare = (word for word in copycheck.rare_words(said, _OFTEN) if word not in _IDLE and not word.isascii())
    return tuple(dict.fromkeys((*rare, *_TOPICS.findall(said))))

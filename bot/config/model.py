"""The shape of guanwei.toml: every key with its type, default, limits and an example in TOML."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.config.problems import Wrong
from bot.config.replies import ReplyTexts, kind_of
from bot.config.values import (
    ChannelRef,
    Day,
    DaysOfYear,
    GroupRef,
    Holders,
    Number,
    OnePersonRef,
    OneWindow,
    PersonRef,
    Text,
    TimeOfDay,
    WebAddress,
    Windows,
    Zone,
)
from bot.text.words import phrase

# On which days hours count: every day of the year, or working days with their make-up days.
Days = Literal["every", "working"]


def _key(default: Any = ..., /, *, like: str, **limits: Any) -> Any:
    """A key of the file; ``like`` is an example of its value in TOML."""
    return Field(default, examples=[like], **limits)


def _table() -> Any:
    """A table that may be left out. It is read as an empty one then: a default of its own kind would be built for itself."""
    return Field(default_factory=dict)


class Section(BaseModel):
    """A table of the file. Nothing unknown, nothing changed after loading."""

    # Built once, as parts of the whole that is read, and not each for itself too.
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, defer_build=True)


class Company(Section):
    """``[company]``"""

    name: Text = _key(like='"山茶优选"')
    language: Literal["zh", "zh-Hant", "en"] = _key("zh", like='"zh"')
    timezone: Zone = _key("Asia/Shanghai", like='"Asia/Shanghai"')
    trades: tuple[Text, ...] = _key((), like='["食品", "日化"]')


class Channels(Section):
    """``[channels]``: where the desk's and customer service's cards are."""

    desk: ChannelRef = _key(like='"#官微"')
    complaints: ChannelRef = _key(like='"#客服"')
    announcements: ChannelRef | None = _key(None, like='"#公告"')


class Department(Section):
    """``[departments.KEY]``. The head belongs to it without being named among the members."""

    name: Text = _key(like='"销售部"')
    channel: ChannelRef = _key(like='"#销售"')
    head: OnePersonRef = _key(like='"zhang.wei@example.com"')
    members: tuple[PersonRef, ...] = _key((), like='["li.na@example.com"]')
    group: GroupRef | None = _key(None, like='"@sales"')


class Roles(Section):
    """``[roles]``: who may do what. One person may hold several; a role for nobody is refused."""

    editor: Holders = _key(like='["li.na@example.com"]')
    reviewer: Holders = _key(like='["wang.fang@example.com"]')
    legal: Holders = _key(like='["zhao.lei@example.com"]')
    service: Holders = _key(like='["@service"]')
    leader: Holders = _key(like='["chen.hong@example.com"]')
    admin: Holders = _key(like='["liu.yang@example.com"]')


class CampaignPolicy(Section):
    """``[policy.campaign]``: lead time in working days, acceptance in working hours."""

    lead_days: Number = _key(5, like="5", ge=1, le=60)
    accept_hours: Number = _key(4, like="4", ge=1, le=80)


class DraftPolicy(Section):
    """``[policy.draft]``: how many posts a day, and how far apart."""

    posts_a_day: Number = _key(12, like="12", ge=1, le=100)
    gap_minutes: Number = _key(30, like="30", ge=0, le=720)


class SeverityPolicy(Section):
    """``[policy.complaint.severity.P0]``: its own times, where they are not the usual ones divided."""

    claim_minutes: Number | None = _key(None, like="5", ge=1, le=1440)
    reply_minutes: Number | None = _key(None, like="20", ge=1, le=2880)
    resolve_hours: Number | None = _key(None, like="8", ge=1, le=720)
    round_the_clock: bool = _key(True, like="true")


class Severities(Section):
    """``[policy.complaint.severity]``"""

    P0: SeverityPolicy = _table()


class DepartmentPolicy(Section):
    """``[policy.complaint.department.KEY]``: a department's own times and hours, where they are not the usual ones."""

    claim_minutes: Number | None = _key(None, like="30", ge=1, le=1440)
    reply_minutes: Number | None = _key(None, like="120", ge=1, le=2880)
    resolve_hours: Number | None = _key(None, like="48", ge=1, le=720)
    service: Windows | None = _key(None, like='["09:00-18:00"]')
    days: Days | None = _key(None, like='"working"')


class ComplaintPolicy(Section):
    """``[policy.complaint]``: the clocks, in service time; P0 counts round the clock, divided."""

    claim_minutes: Number = _key(15, like="15", ge=1, le=1440)
    reply_minutes: Number = _key(60, like="60", ge=1, le=2880)
    resolve_hours: Number = _key(24, like="24", ge=1, le=720)
    severe_divisor: Number = _key(3, like="3", ge=1, le=24)
    verdict_before: Literal["never", "resolve", "reply"] = _key("never", like='"resolve"')
    severity: Severities = _table()
    department: Mapping[str, DepartmentPolicy] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> ComplaintPolicy:
        usual = (self.claim_minutes, self.reply_minutes, self.resolve_hours)
        if not _one_by_one(*usual) or not all(
            _one_by_one(
                *(own if own is not None else general for own, general in zip(_times(each), usual, strict=True))
            )
            for each in self.department.values()
        ):
            raise Wrong(phrase("时限要一个比一个长：认领 claim_minutes、回复 reply_minutes、办结 resolve_hours。"))
        return self


def _times(policy: DepartmentPolicy) -> tuple[int | None, int | None, int | None]:
    return policy.claim_minutes, policy.reply_minutes, policy.resolve_hours


def _one_by_one(claim_minutes: int, reply_minutes: int, resolve_hours: int) -> bool:
    return claim_minutes <= reply_minutes <= resolve_hours * 60


class Policy(Section):
    """``[policy]``"""

    campaign: CampaignPolicy = _table()
    draft: DraftPolicy = _table()
    complaint: ComplaintPolicy = _table()


class Hours(Section):
    """``[hours]``: when service counts, the office works (working days), nothing is posted."""

    service: Windows = _key(("09:00-21:00",), like='["09:00-12:00", "13:00-21:00"]')
    service_days: Days = _key("every", like='"every"')
    office: Windows = _key(("09:00-18:00",), like='["09:00-18:00"]')
    quiet: OneWindow = _key("23:00-07:30", like='"23:00-07:30"')


class Digests(Section):
    """``[digests]``: when each is sent on working days, the weekly one on the first of the week; ``personal`` is the time
    of day for those who ask for one without saying when."""

    desk: TimeOfDay = _key("08:45", like='"08:45"')
    department: TimeOfDay = _key("09:00", like='"09:00"')
    leaders: TimeOfDay = _key("18:00", like='"18:00"')
    weekly: TimeOfDay = _key("09:30", like='"09:30"')
    personal: TimeOfDay = _key("08:30", like='"08:30"')


class Web(Section):
    """``[web]``: where the bot's own web server is reached from outside, if it is."""

    address: WebAddress | None = _key(None, like='"https://guanwei.example.com"')


class Links(Section):
    """``[links]``: where a customer's link may lead to be one to press, beside Weibo."""

    allowed: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")], ...] = _key(
        (), like='["example.com"]'
    )


class Retention(Section):
    """``[retention]``: for how many days after it was resolved a complaint keeps the customer's words, names and numbers."""

    complaint_days: Number | None = _key(None, like="730", ge=30, le=3650)


class Backup(Section):
    """``[backup]``: a copy of the database every night; none without a folder."""

    folder: Text | None = _key(None, like='"/var/backups/guanwei"')
    time: TimeOfDay = _key("03:30", like='"03:30"')
    keep: Number = _key(14, like="14", ge=1, le=400)


class Health(Section):
    """``[health]``: where programs that watch the bot ask how it is; nowhere without a port."""

    host: Text = _key("127.0.0.1", like='"127.0.0.1"')
    port: Number | None = _key(None, like="9464", ge=1, le=65_535)


class Logs(Section):
    """``[logs]``: how the log is written."""

    format: Literal["human", "json"] = _key("human", like='"json"')


class CalendarChanges(Section):
    """``[calendar]``: the company's own changes to the official calendar."""

    working: tuple[Day, ...] = _key((), like="[2026-10-10]")
    off: tuple[Day, ...] = _key((), like="[2026-12-31]")

    @model_validator(mode="after")
    def _not_both(self) -> CalendarChanges:
        if both := sorted(set(self.working) & set(self.off)):
            raise Wrong(phrase("{day} 既写在上班日 working 又写在休息日 off 里，只能留一处。", day=both[0]))
        return self


class CopyCheck(Section):
    """``[copycheck]``: the company's own names and days for the copy check."""

    competitors: tuple[Text, ...] = _key((), like='["某某商城"]')
    banned: tuple[Text, ...] = _key((), like='["旧品牌名"]')
    draw_account: Annotated[str, Field(pattern=r"^@\S+$")] = _key("@微博抽奖平台", like='"@微博抽奖平台"')
    prize_limit: Number = _key(50_000, like="50000", ge=0, le=50_000)
    memorial_days: DaysOfYear = _key({}, like='{ "05-08" = "本公司追思日" }')

    def days_without_promotion(self, shipped: Mapping[date, str], years: Iterable[int]) -> dict[date, str]:
        """The days on which nothing is promoted, each with its reason, for each of ``years``.

        The company's own are added to the ``shipped`` ones; an empty reason takes a shipped day away.
        """
        days = dict(shipped)
        for written, reason in self.memorial_days.items():
            for day in _dates(written, years):
                days.pop(day, None)
                if reason:
                    days[day] = reason
        return days


class Replies(Section):
    """``[replies]``: words to begin an answer to a customer with."""

    shipped: bool = _key(True, like="true")
    texts: ReplyTexts = _key({}, like='{ "属实 商品质量" = ["{customer}您好，…"] }')

    def by_kind(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The company's own, by verdict and category; ``any`` stands for every one."""
        return {kind_of(key): texts for key, texts in self.texts.items()}


class Settings(Section):
    """The whole of guanwei.toml."""

    company: Company
    channels: Channels
    departments: Mapping[str, Department]
    roles: Roles
    policy: Policy = _table()
    hours: Hours = _table()
    digests: Digests = _table()
    web: Web = _table()
    links: Links = _table()
    retention: Retention = _table()
    backup: Backup = _table()
    health: Health = _table()
    logs: Logs = _table()
    calendar: CalendarChanges = _table()
    copycheck: CopyCheck = _table()
    replies: Replies = _table()

    @property
    def zone(self) -> ZoneInfo:
        """The one time zone for people."""
        return ZoneInfo(self.company.timezone)


def _dates(written: str, years: Iterable[int]) -> list[date]:
    if len(written) > len("12-13"):
        return [date.fromisoformat(written)]
    month, day = int(written[:2]), int(written[3:])
    # 29 February is a day in leap years only.
    return [date(year, month, day) for year in years if (month, day) != (2, 29) or isleap(year)]

"""What the doctor makes of what it read: every check well, ill, and in between, and a way out with everything that is not well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.fonts import find_font
from bot.doctor import chat_checks, checks
from bot.doctor.chat_checks import ChatFacts
from bot.doctor.findings import Finding, as_values, check_name, worst
from bot.domain.calendar import Calendar
from bot.errors import CorruptDatabase
from bot.jobs.directory import Told
from bot.manifest import manifest, scopes
from bot.store.inspection import Inspection
from bot.store.people import Channel, Group, Person
from bot.store.times import to_store
from bot.text.words import phrase, words
from tests.company import NAMES, SALES, settings

URL = "https://chat.example/api/"
MEGABYTE = 1024 * 1024
TOLD = Told(
    tuple(Person(user, user.lower(), name, "", "zh-CN") for user, name in NAMES.items()),
    (),
    tuple(Channel(f"C0{n}", name, True) for n, name in enumerate(("官微", "客服", "销售部"))),
)


def lines(findings: Finding | Iterable[Finding]) -> list[str]:
    """What is said, with its level, and the advice."""
    found = [findings] if isinstance(findings, Finding) else list(findings)
    return [f"{one.level} {one.said} {one.advice or ''}".strip() for one in found]


def test_a_clock_is_right_slow_or_wrong() -> None:
    assert lines(checks.clock(3)) == ["ok 时钟与聊天平台一致。"]
    assert lines(checks.clock(12))[0].startswith("warn 这台机器的时钟快了 12 秒。 请打开自动对时")
    assert lines(checks.clock(-3600))[0].startswith("fail 这台机器的时钟慢了 3600 秒。")


def test_a_disk_has_room_little_room_or_none() -> None:
    assert checks.disk(5_000 * MEGABYTE, Path("/data"), 10 * MEGABYTE).level == "ok"
    assert lines(checks.disk(900 * MEGABYTE, Path("/data"), 0)) == [
        "warn /data 还剩 900 MB。 不够再放一份备份。请腾出空间。"
    ]
    assert checks.disk(5_000 * MEGABYTE, Path("/data"), 3_000 * MEGABYTE).level == "warn"
    assert lines(checks.disk(90 * MEGABYTE, Path("/data"), 0))[0].startswith("fail /data 还剩 90 MB。 磁盘快满了")


def test_a_time_zone_without_data_is_told_with_the_package_that_has_it() -> None:
    assert lines(checks.timezone("Asia/Shanghai", 8.0)) == ["ok 时区 Asia/Shanghai，现在是 UTC+8。"]
    assert "pip install --upgrade tzdata" in lines(checks.timezone("Asia/Shanghai", None))[0]


def test_holidays_are_known_not_announced_yet_or_missing() -> None:
    assert lines(checks.holidays(Calendar(), date(2025, 11, 20))) == ["ok 2026 年的放假和调休都知道。"]
    assert lines(checks.holidays(Calendar(), date(2026, 11, 26)))[0].startswith("ok 2026 年的放假和调休都知道；明年的")
    late = lines(checks.holidays(Calendar(), date(2026, 12, 1)))
    assert late[0].startswith("warn 还不知道 2027 年的放假安排，到时会按周一到周五算。 请升级：pip install --upgrade")
    old = lines(checks.holidays(Calendar(), date(2031, 1, 2)))
    assert old[0].startswith("warn 不知道 2031 年的放假安排，现在按周一到周五算。")


def test_a_font_is_found_by_its_files_name_and_its_absence_is_told(tmp_path: Path) -> None:
    assert find_font([tmp_path / "nowhere", tmp_path]) is None
    assert "apt install fonts-noto-cjk" in lines(checks.font(""))[0]
    folder = tmp_path / "truetype"
    folder.mkdir()
    for name in ("DejaVuSans.ttf", "wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-notes.txt"):
        (folder / name).touch()
    assert find_font([tmp_path]) == folder / "NotoSansCJK-Regular.ttc"


def test_a_database_is_new_well_old_damaged_or_with_something_beside_it() -> None:
    path = Path("/data/guanwei.db")
    assert lines(checks.database(path, None))[0].startswith("ok 还没有数据库 /data/guanwei.db")
    assert lines(checks.database(path, Inspection(3 * MEGABYTE))) == ["ok 数据库完好，版本是最新的（3.0 MB）。"]
    assert "下次启动时升级：rallies" in lines(checks.database(path, Inspection(9, pending=("rallies",))))[0]
    assert [one.level for one in checks.database(path, Inspection(9, is_write_ahead=False))] == ["ok", "warn"]
    assert "500 MB" in lines(checks.database(path, Inspection(9, log_size=500 * MEGABYTE)))[1]
    parked = lines(checks.database(path, Inspection(9, parked=2)))[1]
    assert parked.startswith("warn 有 2 条消息被聊天平台拒收")
    assert "guanwei outbox --retry" in parked
    damaged = CorruptDatabase(phrase("坏了。"), phrase("恢复。"))
    assert lines(checks.database(path, damaged)) == ["fail 坏了。 恢复。"]


def test_a_backup_is_fresh_old_missing_or_not_wanted() -> None:
    now = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert lines(checks.backup("/b", to_store(now - timedelta(hours=12)), now)) == ["ok 最近一次备份是 12 小时前。"]
    assert lines(checks.backup("/b", to_store(now - timedelta(hours=60)), now))[0].startswith(
        "warn 最近一次备份是 60 小时前。 机器人没在运行，或备份失败了"
    )
    assert "guanwei backup /b" in lines(checks.backup("/b", "", now))[0]
    assert "[backup] folder" in lines(checks.backup(None, "", now))[0]


def test_others_who_can_read_the_secrets_are_told_of() -> None:
    assert [one.level for one in checks.secrets(None, 0o600)] == ["ok"]
    assert [one.level for one in checks.secrets(None, None)] == ["ok"]
    assert lines(checks.secrets(None, 0o644)) == ["warn 这台机器上的其他用户也读得到 .env。 请运行：chmod 600 .env"]


def test_tokens_are_good_bad_or_not_asked_for() -> None:
    assert [one.level for one in chat_checks.tokens(ChatFacts(URL, team="山茶"))] == ["ok", "ok"]
    assert [one.check for one in chat_checks.tokens(ChatFacts(URL, has_app_token=False))] == ["chat"]
    (unreached,) = lines(chat_checks.tokens(ChatFacts(URL, unreached="ConnectionRefusedError")))
    assert unreached.startswith(f"fail 连不上 {URL}：ConnectionRefusedError 请检查网络")
    (bad,) = lines(chat_checks.tokens(ChatFacts(URL, refused="token_revoked")))
    assert "重新安装，把新的令牌写进 SLACK_BOT_TOKEN" in bad
    weak = lines(chat_checks.tokens(ChatFacts(URL, app_refused="missing_scope")))[1]
    assert "connections:write" in weak


def test_a_missing_scope_is_told_with_its_line_of_the_manifest() -> None:
    import json

    assert list(chat_checks.missing_scopes(ChatFacts(URL))) == []
    assert [one.level for one in chat_checks.missing_scopes(ChatFacts(URL, scopes=frozenset(scopes())))] == ["ok"]
    written = json.dumps(manifest(), ensure_ascii=False, indent=2).splitlines()
    for scope in scopes():
        (found,) = chat_checks.missing_scopes(ChatFacts(URL, scopes=frozenset(scopes()) - {scope}))
        assert found.level == "fail"
        assert found.advice is not None
        assert f'"{scope}"' in written[int(str(found.advice.values["line"])) - 1]


def test_channels_are_there_missing_archived_or_without_the_bot() -> None:
    assert lines(chat_checks.channels(settings(), TOLD)) == ["ok 3 个频道都在，机器人也在里面。"]
    changed = Told(
        TOLD.people,
        (),
        (Channel("C00", "官微", True), Channel("C01", "客服", False), Channel("C09", "销售", True)),
        frozenset(("C00",)),
    )
    archived, outside, missing = lines(chat_checks.channels(settings(), changed))
    assert archived.startswith("fail 频道 #官微（channels.desk、departments.weibo.channel）已归档。")
    assert outside.startswith("warn 机器人不在频道 #客服（channels.complaints、departments.service.channel）里。")
    assert "/invite @guanwei；机器人启动时也会自己加入" in outside
    assert missing.startswith("fail 找不到频道 #销售部（departments.sales.channel）。")
    assert "/invite @guanwei" in missing


def test_people_who_left_are_named_with_where_they_stand() -> None:
    assert lines(chat_checks.people(settings(), TOLD)) == ["ok 设置里的人都找得到，每个角色都有人。"]
    left = Told(tuple(one for one in TOLD.people if one.id != SALES), (), TOLD.channels)
    (gone,) = lines(chat_checks.people(settings(), left))
    assert gone == (
        f"fail 找不到 {SALES}（departments.sales.head）：可能已经离开，或邮箱变了。 请在 guanwei.toml 里换成在职的同事。"
    )
    roles = {role: ["old@example.com"] for role in ("editor", "reviewer", "legal", "service", "leader", "admin")}
    told = lines(chat_checks.people(settings(roles={**roles, "service": ["@kefu"]}), TOLD))
    assert any("old@example.com（roles.editor、roles.reviewer" in one for one in told)
    assert any("角色“官微编辑”（roles.editor）现在一个人也没有" in one for one in told)
    assert any(one.startswith("fail 找不到用户组 @kefu，或组里没有人（roles.service）") for one in told)
    there = Told(TOLD.people, (Group("S1", "kefu", (SALES,)),), TOLD.channels)
    assert not any(
        "@kefu" in one for one in lines(chat_checks.people(settings(roles={**roles, "service": ["@kefu"]}), there))
    )


def test_nobody_is_blamed_where_the_chat_may_not_tell_of_addresses() -> None:
    facts = ChatFacts(URL, scopes=frozenset(scopes()) - {"users:read.email"}, told=TOLD)
    assert {one.check for one in chat_checks.company_of(settings(), facts)} == {"channels"}
    untold = ChatFacts(URL, not_told="missing_scope: users:read")
    assert lines(chat_checks.company_of(settings(), untold))[0].startswith("fail 问不到人员和频道（missing_scope")


def test_the_worst_decides_and_what_is_said_is_said_to_programs_too() -> None:
    found = [checks.clock(0), checks.clock(9), checks.font("")]
    assert (worst([]), worst(found[:1]), worst(found), worst([*found, checks.clock(999)])) == (
        "ok",
        "ok",
        "warn",
        "fail",
    )
    values = as_values(found, words("en"))
    assert values["level"] == "warn"
    first = values["findings"]
    assert isinstance(first, list)
    assert first[0] == {"check": "clock", "level": "ok", "said": "The clock agrees with the chat's.", "advice": ""}


@given(st.floats(-1e6, 1e6), st.integers(0, 10**12), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_not_well_has_a_way_out_and_every_check_a_name(skew: float, free: int, today: date) -> None:
    found = [checks.clock(skew), checks.disk(free, Path("/"), 10**8), *checks.holidays(Calendar(), today)]
    for one in found:
        assert str(check_name(one.check))
        assert (one.level == "ok") == (one.advice is None)

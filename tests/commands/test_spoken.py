"""Words without a slash, read as the commands they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.spoken import Spoken, Unclear, read
from bot.errors import Refusal, UnknownWord


@pytest.mark.parametrize(
    ("said", "case", "line"),
    [
        ("认领 31", "", "complaint claim 31"),
        ("認領 ３１", "", "complaint claim ３１"),
        ("complaint claim 31", "", "complaint claim 31"),
        ("/complaint claim 31", "", "complaint claim 31"),
        ("投诉 认领 31", "", "complaint claim 31"),
        ("日报", "", "weibo digest"),
        ("今天", "", "weibo today"),
        ("搜索 酸奶 胀包", "", "weibo search 酸奶 胀包"),
        ("", "", "weibo help"),
        ("帮助", "C-31", "weibo help"),
        ("c-31", "", "complaint show C-31"),
        ("Ｄ－７", "", "draft show D-7"),
        ("查看 C-31", "", "complaint show C-31"),
        ("accept N-2", "", "campaign accept N-2"),
        ("投诉", "", "complaint"),
        ("官微", "", "weibo"),
        ("检查 全网最低价", "", "draft check 全网最低价"),
        ("认领31", "", "complaint claim 31"),
        ("退回D-7 写得太满", "", "draft return d-7 写得太满"),
        ("订单20261124", "C-31", "complaint order C-31 20261124"),
        # In a case's thread its id may be left out.
        ("认领", "C-31", "complaint claim C-31"),
        ("投诉 认领", "C-31", "complaint claim C-31"),
        ("认领 20", "C-31", "complaint claim 20"),
        ("认领 C-20", "C-31", "complaint claim C-20"),
        ("查看", "D-7", "draft show D-7"),
        ("接单", "C-31", "complaint accept C-31"),
        ("accept", "C-31", "complaint accept C-31"),
        ("accept", "N-2", "campaign accept N-2"),
        ("退回 写得太满", "D-7", "draft return D-7 写得太满"),
        ("退回 缺奖品", "N-2", "campaign return N-2 缺奖品"),
        ("备注 3 箱都坏了", "C-31", "complaint note C-31 3 箱都坏了"),
        ("备注 和 C-20 是一回事", "C-31", "complaint note C-31 和 C-20 是一回事"),
        ("订单 20261124", "C-31", "complaint order C-31 20261124"),
        ("并入 C-20", "C-31", "complaint merge C-31 C-20"),
        ("并入 到 C-20", "C-31", "complaint merge C-31 到 C-20"),
        ("并入 C-31 到 C-20", "C-31", "complaint merge C-31 到 C-20"),
        ("指派 <@U0SERVE>", "C-31", "complaint assign C-31 <@U0SERVE>"),
        ("数据 5000 12 30 78", "D-7", "draft figures D-7 5000 12 30 78"),
        ("列表", "C-31", "complaint list"),
        ("认领 31", "D-7", "complaint claim 31"),
        ("查看 R-4", "C-31", "rally show R-4"),
    ],
)
def test_what_is_said_is_read_as_a_command(said: str, case: str, line: str) -> None:
    meant = read(said, case)
    assert isinstance(meant, Spoken)
    assert meant.line == line


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("列表", ["campaign list", "draft list", "complaint list", "rally list"]),
        ("查看 31", ["campaign show 31", "draft show 31", "complaint show 31", "rally show 31"]),
        ("退回 31 写得太满", ["campaign return 31 写得太满", "draft return 31 写得太满"]),
        ("退回31 写得太满", ["campaign return 31 写得太满", "draft return 31 写得太满"]),
        ("accept 5", ["campaign accept 5", "draft accept 5", "complaint accept 5"]),
    ],
)
def test_a_word_that_several_commands_have_is_asked_back(said: str, lines: list[str]) -> None:
    meant = read(said)
    assert isinstance(meant, Unclear)
    assert [one.line for one in meant.choices] == lines


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(UnknownWord) as refused:
        read("cliam 31")
    assert "`/complaint 认领 31`" in str(refused.value)
    assert [offer.value for offer in refused.value.offers] == ["complaint claim 31"]
    with pytest.raises(UnknownWord, match="“投诉 认领 C-31”"):
        read("cliam")
    with pytest.raises(UnknownWord) as lost:
        read("<!channel> 早")
    assert "<!channel>" not in str(lost.value)


@given(st.text(max_size=60), st.sampled_from(["", "C-31", "D-7", "N-2", "R-4"]))
def test_whatever_is_said_is_read_or_refused(said: str, case: str) -> None:
    try:
        meant = read(said, case)
    except Refusal:
        return
    for one in [meant] if isinstance(meant, Spoken) else meant.choices:
        assert one.command.startswith("/")

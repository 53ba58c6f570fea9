"""guanwei.toml: what is taken, and how what is wrong is told."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import Settings, SettingsError, check, load_settings, read_settings
from bot.config.windows import Window
from bot.text.words import words
from tests.config.good import GOOD, only, problems, swapped


def line_with(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_least_file_gets_the_defaults() -> None:
    settings = read_settings(GOOD)

    assert settings.company.language == "zh"
    assert settings.zone.key == "Asia/Shanghai"
    assert settings.hours.service == (Window(time(9), time(21)),)
    assert settings.hours.quiet == (time(23), time(7, 30))
    assert settings.digests.desk == time(8, 45)
    assert settings.policy.campaign.lead_days == 5
    assert settings.policy.complaint.severe_divisor == 3
    assert settings.copycheck.prize_limit == 50_000


def test_departments_keep_the_order_of_the_file() -> None:
    assert list(read_settings(GOOD).departments) == ["sales", "service"]


def test_settings_do_not_change_after_loading() -> None:
    settings = read_settings(GOOD)

    with pytest.raises(ValidationError):
        settings.policy.campaign.lead_days = 1


def test_times_and_dates_may_be_written_in_tomls_own_form() -> None:
    settings = read_settings(GOOD + "[digests]\ndesk = 08:30:00\n[calendar]\noff = [2026-12-31, '2027-01-04']\n")

    assert settings.digests.desk == time(8, 30)
    assert settings.calendar.off == (date(2026, 12, 31), date(2027, 1, 4))


def test_full_width_typing_is_taken_as_meant() -> None:
    settings = read_settings(GOOD.replace('"#销售"', '"＃销售"') + '[hours]\nquiet = "２３：００－０７：００"\n')

    assert settings.departments["sales"].channel == "#销售"
    assert settings.hours.quiet == (time(23), time(7))


def test_several_windows_are_kept_in_the_order_of_the_day() -> None:
    settings = read_settings(GOOD + '[hours]\nservice = ["13:00-21:00", "09:00-12:00"]\n')

    assert [str(window) for window in settings.hours.service] == ["09:00-12:00", "13:00-21:00"]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace('"销售部"', "5").replace('["@service"]', "[]") + '[digests]\ndesk = "25:00"\nhourly = "09:00"\n'

    found = problems(text)

    assert [each.key for each in found] == ["departments.sales.name", "roles.service", "digests.desk", "digests.hourly"]
    assert [each.line for each in found] == [
        line_with(text, "name = 5"),
        line_with(text, "service = []"),
        line_with(text, "25:00"),
        line_with(text, "hourly"),
    ]


def test_a_problem_inside_a_list_has_the_line_of_its_item() -> None:
    text = GOOD.replace('["@service"]', '[\n  "@service",\n  "nobody",\n]')

    problem = only(text)

    assert (problem.key, problem.line) == ("roles.service[1]", line_with(text, '"nobody"'))


def test_a_key_with_a_slip_of_the_pen_is_not_told_again_as_missing() -> None:
    assert only(GOOD.replace('name = "客服部"', 'nmae = "客服部"')).key == "departments.service.nmae"


def test_a_file_without_anything_lacks_every_table() -> None:
    assert {problem.key for problem in problems("")} == {"company", "channels", "departments", "roles"}


def test_a_company_without_departments_is_told_so() -> None:
    text = "departments = {}\n" + GOOD.replace(GOOD[GOOD.index("[departments.sales]") : GOOD.index("[roles]")], "")

    assert "至少要有一个部门" in str(only(text).what)


@pytest.mark.parametrize(
    "line",
    [
        'bot = "xoxb-111111111111-abcdefghij"',
        "# SLACK_APP_TOKEN=xapp-1-A111111-222222",
        'name = "xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4"',
        "signing = '0123456789abcdef0123456789abcdef'",
        'token = "xoxp-1234567" = broken',
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(line: str) -> None:
    text = GOOD.replace("[channels]", line + "\n[channels]")

    found = problems(text)

    assert [problem.line for problem in found if "密钥" in str(problem.what)] == [3]
    with pytest.raises(SettingsError) as caught:
        read_settings(text)
    for hidden in ("xoxb-1", "xapp-1", "xoxp-1", "0123456789abcdef"):
        assert hidden not in str(caught.value)


def test_what_else_is_wrong_on_a_line_with_a_secret_is_not_told_with_it() -> None:
    problem = only(swapped('desk = "#官微"', 'desk = "xoxb-111111111111-abcdefghij"'))

    assert "密钥" in str(problem.what)


def test_a_key_that_is_named_like_a_secret_is_sent_to_the_environment() -> None:
    problem = only(GOOD.replace("[channels]", 'slack_bot_token = "…"\n[channels]'))

    assert "环境变量" in str(problem.what)
    assert problem.example.startswith("SLACK_BOT_TOKEN=")


def test_a_file_that_is_not_toml_names_the_line() -> None:
    problem = only(GOOD.replace('desk = "#官微"', 'desk = "#官微'))

    assert problem.line == 4


def test_chinese_quotation_marks_are_named() -> None:
    problem = only(GOOD.replace('desk = "#官微"', "desk = “#官微”"))

    assert problem.line == 4
    assert "“" in str(problem.what)
    assert "中文符号" in str(problem.what)


def test_a_key_given_twice_names_the_second_line() -> None:
    assert only(GOOD.replace("[channels]", 'name = "又一个"\n[channels]')).line == 3


def test_a_file_that_ends_too_early_names_the_last_line() -> None:
    text = GOOD + "[hours]\nservice = [\n\n"

    assert only(text).line == text.count("\n", 0, text.rindex("service")) + 1


def test_an_english_reader_is_told_in_the_catalogues_words() -> None:
    problem = only(GOOD.replace('["S012345"]', "[]"))

    said = problem.said(words("en"), "company.toml")

    assert said.startswith(f"company.toml:{problem.line} roles.legal")
    assert problem.example in said


def test_a_long_wrong_value_is_shown_short() -> None:
    problem = only(GOOD.replace('desk = "#官微"', f'desk = "{"长" * 5000}"'))

    assert len(str(problem.what)) < 120


def test_the_file_of_an_editor_that_marks_its_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "guanwei.toml"
    path.write_text(GOOD, encoding="utf-8-sig", newline="\r\n")

    assert isinstance(load_settings(path), Settings)
    assert check(path) == ()


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "guanwei.toml"
    path.write_bytes(GOOD.encode("gb18030"))

    (problem,) = check(path)

    assert problem.line == 2
    assert "UTF-8" in str(problem.what)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "guanwei.toml")

    assert "config init" in str(caught.value)


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (problem,) = check(tmp_path)

    assert str(tmp_path) in str(problem.what)

"""The log: no number of a person stands in it, whoever says it."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.cli.logs import Masked, masked, set_up_log

PHONE = "13800138000"


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging as it was, after the test."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_what_somebody_wrote_is_masked_and_our_own_ids_are_not() -> None:
    event = {
        "event": "form.not_opened",
        "id": 1_234_567_890,
        "channel": "C0123456789",
        "ts": "1732500000.123456",
        "error": f"打{PHONE}没人接",
        "exception": f"ValueError: {PHONE}, li@example.com, 110105194912310021",
    }
    shown = masked(None, "info", dict(event))
    assert {name: shown[name] for name in ("event", "id", "channel", "ts")} == {
        name: event[name] for name in ("event", "id", "channel", "ts")
    }
    assert shown["error"] == "打138××××8000没人接"
    assert shown["exception"] == "ValueError: 138××××8000, ××@example.com, 1××××××××××××××××1"


def test_what_a_library_says_is_masked_with_its_traceback() -> None:
    try:
        raise ValueError(PHONE)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "got %s", (PHONE,), sys.exc_info())
    said = Masked("%(message)s").format(record)
    assert PHONE not in said
    assert said.count("138××××8000") >= 2


@pytest.mark.usefixtures("restored")
def test_the_log_as_it_is_set_up_masks_both(capsys: pytest.CaptureFixture[str]) -> None:
    # The test runner listens too, and whoever listens already keeps the program from saying it itself.
    logging.getLogger().handlers[:] = []
    set_up_log()
    structlog.get_logger("guanwei.test").warning("test.said", words=f"打{PHONE}", case="C-31")
    logging.getLogger("some.library").warning("打 %s", PHONE)
    try:
        raise RuntimeError(PHONE)
    except RuntimeError:
        structlog.get_logger("guanwei.test").exception("test.failed")
    said = capsys.readouterr().err
    assert PHONE not in said
    assert said.count("138××××8000") >= 3
    assert "case=C-31" in said


SECRETS = {
    "bot token": "xoxb-123-456-AbCdEf",
    "app token": "xapp-1-A1-9-fedcba",
    "signing secret": "5ecre7-of\"the'tests-é\\",
    "intake secret": "0123456789abcdef-intake",
}


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_no_secret_of_the_bot_stands_in_the_log_whoever_says_it(
    capsys: pytest.CaptureFixture[str], secret: str
) -> None:
    logging.getLogger().handlers[:] = []
    set_up_log(secrets=map(SecretStr, SECRETS.values()))
    log = structlog.get_logger("guanwei.test")
    log.warning(f"said {secret}", error=secret, case=secret, given={"header": secret, "body": [secret]})
    log.warning("test.said", error=json.dumps({"x": secret}), more=repr(secret), **{"id": secret})
    logging.getLogger("some.library").error("sent %s", {"Authorization": f"Bearer {secret}"})
    try:
        raise RuntimeError(f"with {secret}")
    except RuntimeError:
        log.exception("test.failed")
        logging.getLogger("some.library").exception("failed")
        sys.excepthook(*sys.exc_info())
    thread = threading.Thread(target=_raises, args=(secret,), name=secret)
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert said.count("test.") >= 2 and said.count("RuntimeError") >= 4
    assert secret not in said
    assert json.dumps(secret)[1:-1] not in said and repr(secret)[1:-1] not in said


def _raises(secret: str) -> None:
    raise RuntimeError(f"in a thread: {secret}")


@pytest.mark.usefixtures("restored")
def test_a_log_for_programs_is_one_object_a_line_and_masked_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers[:] = []
    set_up_log(form="json")
    structlog.get_logger("guanwei.test").warning("test.said", words=f"打{PHONE}", reference="7F3K-Q2VX")
    logging.getLogger("some.library").warning("打 %s", PHONE)
    try:
        raise RuntimeError(PHONE)
    except RuntimeError:
        structlog.get_logger("guanwei.test").exception("test.failed")
    said = capsys.readouterr().err
    assert PHONE not in said
    first, second, third = (json.loads(line) for line in said.splitlines())
    assert (first["event"], first["reference"], first["words"]) == ("test.said", "7F3K-Q2VX", "打138××××8000")
    assert (second["logger"], second["event"], second["level"]) == ("some.library", "打 138××××8000", "warning")
    assert "RuntimeError" in third["exception"]

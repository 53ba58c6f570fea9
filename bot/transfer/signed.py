"""Complaints from a monitoring tool over HTTP, signed: checks the signature, takes each row in, answers row by row.

The signature is HMAC-SHA256 over the time and the body, so that nobody without the secret can say anything, and nobody
can say again later what was heard on the way. Each request carries a key of its own choosing: sent again under the
same key it is answered the same, row by row, and nothing is taken in twice, also when the first time broke off half-way.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.domain import complaints
from bot.domain.desk import Desk, Request
from bot.errors import Invalid, Refusal
from bot.store import inbound
from bot.text.words import Phrase, phrase, words
from bot.transfer.columns import COLUMNS, report_of

TIME_HEADER: Final = "x-guanwei-time"
SIGNATURE_HEADER: Final = "x-guanwei-signature"
KEY_HEADER: Final = "idempotency-key"
BODY_MOST: Final = 1024 * 1024
ROWS_MOST: Final = 500
_KEY_MOST: Final = 200
_WINDOW: Final = timedelta(minutes=5)
# Epoch seconds, for a long time to come.
_STAMP_MOST: Final = 12
_NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: the HTTP status and the JSON body."""

    status: int
    body: Mapping[str, object]


class _Refused(Exception):
    """The whole request is refused, before any row is looked at."""

    def __init__(self, status: int, code: str, said: Phrase) -> None:
        super().__init__(code)
        self.status, self.code, self.said = status, code, said


def signature(secret: str, stamp: str, body: bytes) -> str:
    """The signature of a body at a time (epoch seconds): ``v1=`` and the HMAC in hexadecimal digits."""
    signed = hmac.new(secret.encode(), f"v1:{stamp}:".encode() + body, hashlib.sha256)
    return f"v1={signed.hexdigest()}"


def take(desk: Desk, secret: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    """Take in the complaints of one request. ``headers`` by lower-case name; ``body`` is None when it was longer than
    `BODY_MOST`."""
    try:
        if body is None:
            raise _Refused(413, "too_large", phrase("内容太大：最多 {n} 字节。", n=BODY_MOST))
        signed = _checked(desk, secret, headers, body)
        key = _key(headers)
        found = _rows(body)
        _remember(desk, key, signed, body)
    except _Refused as refused:
        said = words(desk.settings.company.language)(refused.said)
        return Answer(refused.status, {"ok": False, "error": refused.code, "message": said})
    answers = [_taken(desk, row, f"intake:{key}:{number}") for number, row in enumerate(found, start=1)]
    counts = {name: sum(one["result"] == name for one in answers) for name in ("added", "joined", "known", "refused")}
    rows = [{"row": number, **one} for number, one in enumerate(answers, start=1)]
    return Answer(200, {"ok": not counts["refused"], **counts, "complaints": rows})


def _checked(desk: Desk, secret: str, headers: Mapping[str, str], body: bytes) -> str:
    stamp = headers.get(TIME_HEADER, "")
    given = headers.get(SIGNATURE_HEADER, "")
    if not (stamp and given):
        raise _Refused(
            401,
            "not_signed",
            phrase("缺少签名：请带上 {time} 和 {signature}。", time=TIME_HEADER, signature=SIGNATURE_HEADER),
        )
    whole = stamp.isascii() and stamp.isdecimal() and len(stamp) <= _STAMP_MOST
    if not whole or abs(desk.now().timestamp() - int(stamp)) > _WINDOW.total_seconds():
        raise _Refused(401, "stale", phrase("时间相差超过 5 分钟，或不是秒数：请核对时钟后重新签名。"))
    # Compared as bytes: a header may hold what a str comparison in constant time does not take.
    if not hmac.compare_digest(signature(secret, stamp, body).encode(), given.encode("utf-8", "replace")):
        raise _Refused(401, "wrong_signature", phrase("签名不对：请核对密钥，并对原样的内容签名。"))
    return given


def _key(headers: Mapping[str, str]) -> str:
    key = headers.get(KEY_HEADER, "").strip()
    if not key or len(key) > _KEY_MOST or not key.isprintable():
        raise _Refused(
            400,
            "no_key",
            phrase("请带上 {name}：每次请求一个，最多 {n} 字；重发时用原来的。", name=KEY_HEADER, n=_KEY_MOST),
        )
    return key


def _rows(body: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Refused(400, "not_json", phrase("内容不是有效的 JSON（UTF-8）。")) from error
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise _Refused(400, "not_complaints", phrase("内容要是一条投诉（对象），或几条投诉（数组）。"))
    if len(rows) > ROWS_MOST:
        raise _Refused(413, "too_many", phrase("一次最多 {n} 条投诉。", n=ROWS_MOST))
    return rows


def _remember(desk: Desk, key: str, signed: str, body: bytes) -> None:
    """Keep what the key stands for, before the first row is taken in."""
    said = hashlib.sha256(body).hexdigest()
    with desk.store.transaction() as tx:
        before = inbound.answer(tx, f"intake:{key}")
        if before not in (None, said):
            raise _Refused(409, "key_used", phrase("这个 {name} 已用于别的内容：请换一个。", name=KEY_HEADER))
        heard = inbound.answer(tx, f"intake-signed:{signed}")
        if heard not in (None, key):
            raise _Refused(409, "repeated", phrase("同一个签名已用过：请重新签名。"))
        stamp = Request(_NOBODY, "", desk.now()).stamp
        if before is None:
            inbound.remember(tx, f"intake:{key}", said, stamp)
        if heard is None:
            inbound.remember(tx, f"intake-signed:{signed}", key, stamp)


def _taken(desk: Desk, row: Mapping[str, object], key: str) -> dict[str, object]:
    t = words(desk.settings.company.language)
    now = desk.now()
    try:
        report = report_of(_values(row), desk.zone, now, always_known=False)
        outcome = complaints.log(desk, Request(_NOBODY, key, now), report, via="web")
    except Refusal as refusal:
        wrong = {"field": refusal.field} if isinstance(refusal, Invalid) and refusal.field else {}
        advice = " " + t(refusal.advice) if refusal.advice else ""
        return {"result": "refused", "message": t(refusal.said) + advice, **wrong}
    return {"result": outcome.result, "case": outcome.case_id, "message": t(outcome.said)}


def _values(row: Mapping[str, object]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for ours, theirs in COLUMNS.items():
        value = next((row[name] for name in theirs if row.get(name) is not None), "")
        if isinstance(value, (dict, list)):
            raise Invalid(phrase("“{name}”要是文字或数字。", name=ours), field=ours)
        chosen[ours] = str(value)
    return chosen

"""Secrets in texts: what looks like one is hidden, what was given is hidden, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.secrets import hider

SIGNED = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("token xoxb-1-2-abcXYZ refused", "token xoxb-… refused"),
        ("xapp-1-A0-77-abc", "xapp-…"),
        ("xoxp-9-secret, xoxe-1-more", "xoxp-…, xoxe-…"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer …"),
        (f"X-Slack-Signature: v0={SIGNED}", "X-Slack-Signature: v0=…"),
        (f"x-guanwei-signature v1={SIGNED}", "x-guanwei-signature v1=…"),
        ("GET /calendar/Zm9vYmFyYmF6.ics 200", "GET /calendar/….ics 200"),
        ("https://hooks.slack.com/commands/T1/22/Abc33", "https://hooks.slack.com/…"),
        ("http://127.0.0.1:8765/response/9f8e7d", "http://127.0.0.1:8765/response/…"),
        ("wss://wss.slack.com/link/?ticket=12ab-34cd&app_id=5", "wss://wss.slack.com/link/?ticket=…&app_id=5"),
        ("{'signing_secret': 'abcd1234'}", "{'signing_secret': '…'}"),
        ('{"api_key": "abcd1234", "n": 1}', '{"api_key": "…", "n": 1}'),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, hidden: str) -> None:
    assert hider()(text) == hidden


@pytest.mark.parametrize(
    "text", ["form.not_opened", "invalid_auth", "C-31 的令牌不对", "token_revoked", "v0 = 3", "第 31 件"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert hider()(text) == text


@given(st.text(min_size=6), st.text(), st.text())
def test_what_was_given_stands_in_no_text(secret: str, before: str, after: str) -> None:
    # Of a secret of one sign over and over, the rest may touch what stands beside it; what is hidden is what was put in.
    hide = hider([secret])
    assert hide(secret) != secret or set(secret) == {"…"}
    assert secret not in hide(f"{before}|{secret}|{after}") or secret in f"{before}|…|{after}" or set(secret) == {"…"}


def test_hiding_what_is_hidden_changes_nothing() -> None:
    hide = hider(["my-secret-value"])
    once = hide("my-secret-value xoxb-1-2 ticket=abcdef /calendar/abc.ics")
    assert hide(once) == once

"""What a person answers to a rally: I join, later, not this time, done. Who declines is written down nowhere."""

from __future__ import annotations

from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.rallies import rules, starters
from bot.domain.rallies.call import read_post_link
from bot.domain.rallies.times import REMINDERS_MOST, Later, later_at
from bot.domain.record import record, tell
from bot.errors import Invalid, WrongState
from bot.store import own_cards, rally_lines, rally_people
from bot.store import rallies as rows
from bot.store.database import Transaction
from bot.store.rallies import Rally
from bot.store.rally_people import Participant
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import code_block, escape
from bot.text.offers import Offer
from bot.text.weibo_links import PostLink
from bot.text.words import Phrase, phrase

REPLIES_MOST = 1_000_000


def join(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Take part, and get a line of one's own to copy. Whoever takes part already is given theirs again."""

    def decide(tx: Transaction) -> Outcome:
        rally = rules.load(tx, case_id)
        rules.must_go_on(desk, tx, rally, request.at)
        new = _join(tx, desk, request, rally)
        line = _line_of(tx, desk, request, rally)
        own_cards.owe_own(tx, request.actor, case_id, now=request.ms)
        said = phrase("{case} 已参加。", case=case_id) if new else phrase("您已经参加了 {case}。", case=case_id)
        if line is None:
            own = phrase("起头的话已经发完，请用自己的话写，并说明您是{company}的员工。", company=_company(desk))
            return Outcome(phrase("{said}{more}", said=said, more=own), case_id)
        yours = phrase("这一句只给了您，改成自己的话再转：\n{line}", line=code_block(line))
        return Outcome(phrase("{said}{more}", said=said, more=yours), case_id)

    return once(desk, request, decide)


def later(desk: Desk, request: Request, case_id: str, choice: Later) -> Outcome:
    """Be reminded another time, by day and on a working day. Told to the person alone."""

    def decide(tx: Transaction) -> Outcome:
        rally = rules.load(tx, case_id)
        before = rally_people.of(tx, case_id, request.actor)
        if over := _nothing_to_answer(rally, before):
            return over
        if before is not None and before.reminded >= REMINDERS_MOST:
            rally_people.later(tx, case_id, request.actor, "")
            said = phrase("已经提醒过您两次，不会再打扰。想参加随时：`/rally 参与 {case}`", case=case_id)
        else:
            at = later_at(desk, choice, request.at, from_store(rally.until))
            rally_people.later(tx, case_id, request.actor, to_store(at) if at else "")
            said = phrase("{case} 到时已经结束，不再提醒。想参加随时：`/rally 参与 {case}`", case=case_id)
            if at is not None:
                when = f"{at.astimezone(desk.zone):%m-%d %H:%M}"
                said = phrase("好的，{at} 再提醒您 {case}。", at=when, case=case_id)
        own_cards.owe_own(tx, request.actor, case_id, now=request.ms)
        return Outcome(said, case_id, discreet=True)

    return once(desk, request, decide)


def decline(desk: Desk, request: Request, case_id: str) -> Outcome:
    """Not this time: nothing of the person stays, so nothing reminds them. Nobody else is told."""

    def decide(tx: Transaction) -> Outcome:
        rally = rules.load(tx, case_id)
        before = rally_people.of(tx, case_id, request.actor)
        if over := _nothing_to_answer(rally, before):
            return over
        rally_people.leave(tx, case_id, request.actor)
        own_cards.owe_own(tx, request.actor, case_id, now=request.ms)
        said = phrase("好的，{case} 不再打扰您，也不会告诉任何人。", case=case_id)
        return Outcome(said, case_id, discreet=True)

    return once(desk, request, decide)


def done(desk: Desk, request: Request, case_id: str, url: str, words: str = "", replies: int | None = None) -> Outcome:
    """Put down a person's repost: its link, whether ``words`` (what they posted; empty: not said) are those of a line, and
    how many ``replies`` it earned (None: as before). They take part from now if they did not before."""
    link = read_post_link(url, "url")
    if replies is not None and not 0 <= replies <= REPLIES_MOST:
        raise Invalid(phrase("回复数请填 0 到 {most} 的数字。", most=REPLIES_MOST), field="replies")

    def decide(tx: Transaction) -> Outcome:
        rally = rules.load(tx, case_id)
        before = rally_people.of(tx, case_id, request.actor)
        again = before is not None and before.post == str(link.number)
        if not again:
            rules.must_be_open(desk, rally)
            _must_be_own(tx, desk, request, rally, link)
            _join(tx, desk, request, rally)
        verbatim = rally_lines.has_words(tx, case_id, starters.key_of_words(words)) if words.strip() else None
        rally_people.repost(
            tx, case_id, request.actor, post=str(link.number), url=link.url, verbatim=verbatim, replies=replies
        )
        _record(tx, desk, request, rally, "replies" if again else "repost", {} if again else {"url": link.url})
        # Where own cards of a closed rally stand is forgotten.
        drawn_for = (request.actor,) if rally.state == "open" else ()
        rules.draw_anew(tx, desk, rally, request, *drawn_for)
        warnings = (_kindly(),) if verbatim else ()
        return Outcome(phrase("{case} 已登记您的转发，谢谢！", case=case_id), case_id, warnings)

    return once(desk, request, decide)


def _join(tx: Transaction, desk: Desk, request: Request, rally: Rally) -> bool:
    new = rally_people.join(tx, rally.id, request.actor, request.stamp)
    if new:
        _record(tx, desk, request, rally, "join", {})
        rules.draw_anew(tx, desk, rally, request)
    return new


def _line_of(tx: Transaction, desk: Desk, request: Request, rally: Rally) -> str | None:
    own = rally_lines.of(tx, rally.id, request.actor)
    if own is None:
        named = request.actor in rally.named
        own = rally_lines.take(
            tx,
            rally.id,
            request.actor,
            leads=named or desk.company.has(request.actor, "leader"),
            kept_back=0 if named else rules.kept_back(tx, rally),
        )
    if own is None and rows.lines_ran_out(tx, rally.id, True):
        more = Offer(phrase("补充几句"), "rally.lines", rally.id)
        said = phrase("{case} 起头的话发完了，后来的同事要自己写。", case=rally.id)
        tell(tx, request, rally.opened_by, rally.id, said, (more,))
    return own.text if own else None


def _must_be_own(tx: Transaction, desk: Desk, request: Request, rally: Rally, link: PostLink) -> None:
    if str(link.number) == rally.post:
        raise Invalid(phrase("这是原微博的链接。"), phrase("请粘贴您自己转发的那一条的链接。"), field="url")
    other = rally_people.who_reposted(tx, rally.id, str(link.number))
    if other is not None and other != request.actor:
        raise Invalid(
            phrase("这条转发已由 {who} 登记。", who=escape(desk.company.name(other))),
            phrase("请粘贴您自己转发的那一条的链接。"),
            field="url",
        )


def _nothing_to_answer(rally: Rally, before: Participant | None) -> Outcome | None:
    # Said and not refused: a refusal would be kept with the person's name on it.
    if rally.state != "open":
        return Outcome(phrase("{case} 已经结束，不会再提醒。", case=rally.id), rally.id, discreet=True)
    if before is not None and before.takes_part:
        raise WrongState(phrase("您已经参加了 {case}，不会再提醒。", case=rally.id), phrase("来不及转发也没有关系。"))
    return None


def _record(tx: Transaction, desk: Desk, request: Request, rally: Rally, action: str, data: dict[str, object]) -> None:
    # The card's tally shows it, gathered with what others do.
    record(
        tx, desk, request, rules.channel(desk), rally.id, action,
        from_state=rally.state, to_state=rally.state, data=data, show=False,
    )  # fmt: skip


def _kindly() -> Phrase:
    return phrase("和起头的那句一字不差。已经算数；下次改几个字，会更像您自己说的话。")


def _company(desk: Desk) -> str:
    return escape(desk.settings.company.name)

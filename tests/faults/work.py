"""What people do meanwhile: each act bears a mark of its own, by which it is found again wherever it left a trace."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.workspace.client import PageError, Person, person
from tests.faults.stage import CASES, Stage

PEOPLE = ("he.jing", "luo.xin", "ma.chao")
WRITER = "lin.lan"
_AGAIN_SECONDS = 0.02
_FORM_SECONDS = 1.5
# How a person is told that a request failed.
_FAILED = ("出了点问题", "没有记下来")
# What becomes of a case again and again.
_COURSE = ("claim", "reply", "resolve", "reopen")
# Of those who saw no answer, some give up.
_GIVES_UP = 0.15


@dataclass(slots=True)
class Act:
    """Something somebody did. ``tries``: how often it was sent, as the same request; ``acknowledged``: how often that was
    answered in time."""

    kind: str
    mark: str
    case: str = ""
    tries: int = 0
    acknowledged: int = 0


@dataclass(slots=True)
class People:
    """Several people at work, each in a thread of their own, until they are told to stop."""

    stage: Stage
    acts: list[Act] = field(default_factory=list)
    answered: int = 0
    unanswered: int = 0
    slowest: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _rest: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _failures: list[BaseException] = field(default_factory=list)

    def begin(self) -> None:
        """Everybody goes to work."""
        for number, handle in enumerate((*PEOPLE, WRITER)):
            chance = random.Random(self.stage.chance.getrandbits(64))
            work = _Writer if handle == WRITER else _Service
            one = work(self, handle, number, chance)
            thread = threading.Thread(target=self._guarded, args=(one.work,), name=f"people-{handle}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Everybody finishes what they are at: what was not answered is sent again until it is."""
        self._stop.set()
        for thread in self._threads:
            thread.join(120)
            if thread.is_alive():
                raise RuntimeError(f"{thread.name} is never answered")
        if self._failures:
            raise self._failures[0]

    @property
    def is_over(self) -> bool:
        """Whether nothing new is to be begun."""
        return self._stop.is_set()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as failure:  # noqa: BLE001 - told to whoever waits for the thread
            self._failures.append(failure)

    def act(self, kind: str, mark: str, case: str = "") -> Act:
        """Note that somebody does something."""
        act = Act(kind, mark, case)
        self.acts.append(act)
        return act

    def until_answered(self, act: Act, send: Callable[[], object], *, may_give_up: float = 0.0) -> bool:
        """Send it, again and again as the same request, until it is acknowledged; False when they gave up."""
        chance = random.Random(act.mark)
        while True:
            act.tries += 1
            began = time.monotonic()
            if answered(send):
                act.acknowledged += 1
                self.answered += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
                return True
            self.unanswered += 1
            if chance.random() < may_give_up:
                return False
            if not self.stage.workspace.online:
                self.stage.workspace.wait_online(5)
            time.sleep(_AGAIN_SECONDS)


def answered(send: Callable[[], object]) -> bool:
    """Whether the bot acknowledged, with anything but that it failed (`bot.unexpected`): whoever is told so tries again."""
    try:
        done = send()
    except PageError as refused:
        if refused.code in ("dispatch_failed", "operation_timeout"):
            return False
        raise
    if not isinstance(done, dict):
        return True
    told = [done.get("text", ""), *(done.get("errors") or {}).values()]
    return bool(done["acknowledged"]) and not any(str(each).startswith(_FAILED) for each in told)


@dataclass(slots=True)
class _Service:
    """Somebody of customer service, with cases of their own: claims, notes, replies, resolves, takes up again."""

    people: People
    handle: str
    number: int
    chance: random.Random
    count: int = 0

    def work(self) -> None:
        mine = [f"C-{n}" for n in range(1, CASES + 1) if n % len(PEOPLE) == self.number]
        steps = dict.fromkeys(mine, 0)
        while not self.people.is_over:
            case = self.chance.choice(mine)
            if self.chance.random() < 0.4:
                self.command("note", case, gives_up=_GIVES_UP)
                continue
            kind = _COURSE[steps[case] % len(_COURSE)]
            self.command(kind, case)
            steps[case] += 1

    def command(self, kind: str, case: str, *, gives_up: float = 0.0) -> None:
        self.count += 1
        mark = f"记号{self.handle[0]}{self.number}x{self.count}完"
        words = f"/complaint {kind} {case}" + ("" if kind == "claim" else f" {mark}")
        act = self.people.act(kind, mark, case)
        send = self.people.stage.workspace.command
        self.people.until_answered(act, lambda: send(self.handle, "#客服", words, key=mark), may_give_up=gives_up)


@dataclass(slots=True)
class _Writer:
    """Somebody of the Weibo team: logs complaints and hands in drafts, by their forms."""

    people: People
    handle: str
    number: int
    chance: random.Random
    count: int = 0

    def work(self) -> None:
        who = person(self.people.stage.workspace.url, self.handle)
        while not self.people.is_over:
            self.count += 1
            mark = f"记号w{self.count}完"
            if self.chance.random() < 0.6:
                self.form(who, "log", mark, "/complaint", {"words": f"鲜奶没送 {mark}", "customer": mark})
            else:
                self.form(who, "draft", mark, "/draft", {"text": f"今天的鲜奶到了 {mark}"})

    def form(self, who: Person, kind: str, mark: str, command: str, filled: dict[str, str]) -> None:
        view = None
        while view is None:
            if self.people.is_over:
                return
            if answered(lambda: who.command("#官微", command)):
                try:
                    view = who.view(timeout=_FORM_SECONDS)
                except TimeoutError:
                    # The chat did not open it (an expired trigger, an error): it is asked for again.
                    view = None
            else:
                self.people.stage.workspace.wait_online(5)
                time.sleep(_AGAIN_SECONDS)
        act, shown = self.people.act(kind, mark), view
        self.people.until_answered(act, lambda: who.submit(shown, filled, key=mark))
        for left in who.open_views():
            who.close(left, everything=True)

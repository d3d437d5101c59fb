"""Telegram's limits, kept on our side; in virtual time, so that minutes take nothing and every instant is exact."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.limiter import AT_A_TIME, BURST, MARGIN, PATIENCE, REPLY, Limiter, Paid
from bot.rules.timetable import Priority
from tests.edges.virtual_time import in_no_time

MARIA, BEN, GROUP, OTHER_GROUP = 1, 2, -1, -2
PRIVATE, BULK, EMERGENCY = Priority.PRIVATE, Priority.BULK, Priority.EMERGENCY
FREE = 1_000_000.0
"""A rate that never matters."""


def takes_no_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The test runs in a loop of its own, in which waiting takes no time."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        in_no_time(test(*args, **kwargs))

    return run


class Meter:
    """A limiter, and a record of when whose turn was."""

    def __init__(self, per_second: float = FREE, per_chat_second: float = FREE, per_group_minute: float = FREE) -> None:
        self.limiter = Limiter(per_second, per_chat_second, per_group_minute)
        self.turns: list[tuple[float, str]] = []
        self._began = asyncio.get_running_loop().time()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return round(asyncio.get_running_loop().time() - self._began, 3)

    def asks(self, name: str, chat: int, priority: int = PRIVATE) -> asyncio.Task[None]:
        """Somebody who wants to send, and does as soon as it is their turn."""

        async def waits() -> None:
            await self.limiter.turn(chat, priority)
            self.turns.append((self.now, name))

        task = asyncio.create_task(waits())
        self._tasks.append(task)
        return task

    async def done(self) -> list[tuple[float, str]]:
        """Everything that happened, once all had their turn."""
        await asyncio.gather(*self._tasks)
        return self.turns

    async def order(self) -> list[str]:
        return [name for _, name in await self.done()]


def most_in(turns: list[tuple[float, str]], seconds: float) -> int:
    """The most turns in any window of so many seconds."""
    times = [time for time, _ in turns]
    return max(sum(start <= time < start + seconds for time in times) for start in times)


# --- rates ------------------------------------------------------------------------------------------------------------


@takes_no_time
async def test_a_chat_gets_three_answers_at_once_and_then_one_a_second() -> None:
    meter = Meter(per_chat_second=1)
    for number in range(6):
        meter.asks(f"{number}", MARIA, REPLY)
    turns = await meter.done()
    assert [name for _, name in turns] == ["0", "1", "2", "3", "4", "5"]
    assert [time for time, _ in turns] == pytest.approx([0, 0, 0, MARGIN, 2 * MARGIN, 3 * MARGIN], abs=0.01)


@takes_no_time
async def test_a_chat_gets_one_notice_a_second() -> None:
    meter = Meter(per_chat_second=1)
    for number in range(3):
        meter.asks(f"{number}", MARIA, BULK)
    turns = await meter.done()
    assert [time for time, _ in turns] == pytest.approx([0, MARGIN, 2 * MARGIN], abs=0.01)


@takes_no_time
async def test_an_answer_does_not_wait_for_the_notice_before_it() -> None:
    meter = Meter(per_chat_second=1)
    meter.asks("notice", MARIA, BULK)
    await asyncio.sleep(0)
    meter.asks("answer", MARIA, REPLY)
    meter.asks("next notice", MARIA, BULK)
    turns = await meter.done()
    assert [name for _, name in turns] == ["notice", "answer", "next notice"]
    assert [time for time, _ in turns] == pytest.approx([0, 0, MARGIN], abs=0.01)


@takes_no_time
async def test_a_chat_that_rested_may_have_three_again_and_no_more() -> None:
    meter = Meter(per_chat_second=1)
    for _ in range(BURST):
        meter.asks("before", MARIA, REPLY)
    await meter.done()
    await asyncio.sleep(600)
    began = meter.now
    for _ in range(BURST + 1):
        meter.asks("after", MARIA, REPLY)
    times = [time - began for time, name in await meter.done() if name == "after"]
    assert times == pytest.approx([0, 0, 0, MARGIN], abs=0.01)


@takes_no_time
async def test_chats_do_not_wait_for_each_other() -> None:
    meter = Meter(per_chat_second=1)
    for number in range(10):
        meter.asks(f"maria {number}", MARIA)
    meter.asks("ben", BEN)
    turns = await meter.done()
    assert (0, "ben") in turns


@takes_no_time
async def test_a_group_gets_twenty_a_minute() -> None:
    meter = Meter(per_group_minute=20)
    for number in range(65):
        meter.asks(f"{number}", GROUP, REPLY)
    turns = await meter.done()
    assert most_in(turns, 60) == 20
    assert [turns[index][0] for index in (19, 20, 40, 60)] == pytest.approx(
        [0, 60 * MARGIN, 120 * MARGIN, 180 * MARGIN], abs=0.01
    )


@takes_no_time
async def test_people_have_no_limit_by_the_minute_and_groups_each_their_own() -> None:
    meter = Meter(per_group_minute=20)
    for number in range(40):
        meter.asks("maria", MARIA)
        meter.asks("group", GROUP if number % 2 else OTHER_GROUP)
    assert max(time for time, _ in await meter.done()) < 0.1


@takes_no_time
async def test_all_chats_together_get_thirty_a_second() -> None:
    meter = Meter(per_second=30)
    for number in range(100):
        meter.asks(f"{number}", number + 1)
    turns = await meter.done()
    assert most_in(turns, 1) == 30
    assert turns[-1][0] == pytest.approx((100 - AT_A_TIME) / 30 * MARGIN, abs=0.02), "spread over each second"


@takes_no_time
async def test_all_limits_hold_at_once() -> None:
    meter = Meter(per_second=5, per_chat_second=1, per_group_minute=20)
    for number in range(30):
        meter.asks("group", GROUP)
        meter.asks(f"person {number}", number + 1)
    turns = await meter.done()
    assert most_in(turns, 1) <= 5
    assert most_in([turn for turn in turns if turn[1] == "group"], 60) <= 20
    assert most_in([turn for turn in turns if turn[1] == "group"], 1) <= BURST


# --- order ------------------------------------------------------------------------------------------------------------


@takes_no_time
async def test_urgent_first_then_in_order_of_asking() -> None:
    meter = Meter(per_second=1)
    meter.asks("first of all", 1, BULK)
    await asyncio.sleep(0)
    for number, (name, priority) in enumerate(
        [("bulk 1", BULK), ("private 1", PRIVATE), ("bulk 2", BULK), ("reply", REPLY), ("private 2", PRIVATE),
         ("emergency", EMERGENCY), ("card", Priority.CARD)], 2,
    ):  # fmt: skip
        meter.asks(name, number, priority)
    assert await meter.order() == [
        "first of all", "emergency", "reply", "private 1", "private 2", "card", "bulk 1", "bulk 2",
    ]  # fmt: skip


@takes_no_time
async def test_in_one_chat_too() -> None:
    meter = Meter(per_chat_second=1)
    for name, priority in [("card", Priority.CARD)] * BURST + [("bulk", BULK), ("emergency", EMERGENCY)]:
        meter.asks(name, GROUP, priority)
        await asyncio.sleep(0)
    assert await meter.order() == ["card", "emergency", *["card"] * (BURST - 1), "bulk"]


@takes_no_time
async def test_what_is_urgent_and_comes_late_goes_before_all_who_wait() -> None:
    meter = Meter(per_second=2)
    for number in range(20):
        meter.asks("bulk", number + 1, BULK)
    await asyncio.sleep(3)
    asked_at = meter.now
    meter.asks("emergency", 99, EMERGENCY)
    turns = await meter.done()
    time = next(time for time, name in turns if name == "emergency")
    assert time - asked_at <= MARGIN
    assert sum(at > time for at, name in turns if name == "bulk") >= 10


@takes_no_time
async def test_a_full_chat_holds_up_nobody_behind_it() -> None:
    meter = Meter(per_second=30, per_chat_second=1, per_group_minute=20)
    for _ in range(50):
        meter.asks("card", GROUP, Priority.CARD)
    meter.asks("reply", MARIA, BULK)
    assert (0, "reply") in await meter.done()


@takes_no_time
async def test_who_gave_up_waiting_takes_nobodys_turn() -> None:
    meter = Meter(per_chat_second=1)
    for _ in range(BURST):
        meter.asks("before", MARIA, REPLY)
    await asyncio.sleep(0)
    gave_up = [meter.asks("gave up", MARIA, REPLY) for _ in range(5)]
    last = meter.asks("last", MARIA, REPLY)
    await asyncio.sleep(0)
    for task in gave_up:
        task.cancel()
    await last
    moment, name = meter.turns[-1]
    assert name == "last"
    assert moment == pytest.approx(MARGIN, abs=0.01)
    assert await asyncio.gather(*gave_up, return_exceptions=True) != []


@takes_no_time
async def test_at_the_end_nobody_is_left_waiting() -> None:
    meter = Meter(per_group_minute=1)
    waiting = [meter.asks("card", GROUP) for _ in range(5)]
    await asyncio.sleep(1)
    await meter.limiter.shutdown()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [False, True, True, True, True]
    await meter.limiter.shutdown()


# --- 429 --------------------------------------------------------------------------------------------------------------


@takes_no_time
async def test_429_holds_back_that_chat_only() -> None:
    meter = Meter()
    meter.limiter.hold_back(MARIA, 35)
    meter.asks("maria", MARIA)
    meter.asks("ben", BEN)
    assert await meter.done() == [(0, "ben"), (35, "maria")]


@takes_no_time
async def test_429_holds_back_those_who_wait_already() -> None:
    meter = Meter(per_chat_second=1)
    for number in range(BURST + 1):
        meter.asks(f"{number}", MARIA, REPLY)
    await asyncio.sleep(0)
    meter.limiter.hold_back(MARIA, 35)
    assert (await meter.done())[-1] == (35, "3")


# --- the Application's calls ------------------------------------------------------------------------------------------


class Telegram:
    """What python-telegram-bot calls back: notes the time, and answers 429 as often as told."""

    def __init__(self, limiter: Limiter) -> None:
        self.limiter = limiter
        self.called: list[float] = []
        self.refusals: list[float] = []
        self._began = asyncio.get_running_loop().time()

    async def _call(self) -> bool:
        self.called.append(round(asyncio.get_running_loop().time() - self._began, 3))
        if self.refusals:
            raise RetryAfter(int(self.refusals.pop(0)))
        return True

    async def does(self, endpoint: str, chat: int | str | None = MARIA, paid: Paid | None = None) -> object:
        data = {} if chat is None else {"chat_id": chat}
        return await self.limiter.process_request(self._call, (), {}, endpoint, data, paid)


@pytest.mark.parametrize(
    ("endpoint", "chat", "counts"),
    [
        ("sendMessage", MARIA, True),
        ("sendMessage", GROUP, True),
        ("sendDocument", MARIA, True),
        ("copyMessage", GROUP, True),
        ("forwardMessage", GROUP, True),
        ("editMessageText", GROUP, True),
        ("editMessageText", MARIA, False),
        ("deleteMessage", GROUP, False),
        ("sendChatAction", MARIA, False),
        ("getChatMember", GROUP, False),
        ("pinChatMessage", GROUP, False),
        ("sendMessage", "@channel", False),
        ("answerCallbackQuery", None, False),
        ("setMyCommands", None, False),
    ],
)
@takes_no_time
async def test_what_counts(endpoint: str, chat: int | str | None, counts: bool) -> None:
    telegram = Telegram(Limiter(FREE, 1, FREE))
    for _ in range(BURST + 1):
        assert await telegram.does(endpoint, chat) is True
    assert telegram.called[-1] == pytest.approx(MARGIN if counts else 0, abs=0.01)


@takes_no_time
async def test_answers_to_taps_never_wait() -> None:
    telegram = Telegram(Limiter(1, 1, 1))
    crowd = [asyncio.create_task(telegram.does("sendMessage", chat)) for chat in (GROUP, MARIA, BEN) for _ in range(9)]
    await asyncio.sleep(0)
    began = len(telegram.called)
    await asyncio.gather(*(telegram.does("answerCallbackQuery", None) for _ in range(200)))
    assert set(telegram.called[began:]) == {0}
    for task in crowd:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)


@takes_no_time
async def test_a_reply_waits_out_a_short_429() -> None:
    telegram = Telegram(Limiter(FREE, FREE, FREE))
    telegram.refusals = [3, 5]
    assert await telegram.does("sendMessage") is True
    assert telegram.called == [0, 3, 8]


@pytest.mark.parametrize(
    ("refusals", "calls"),
    [
        pytest.param([31], 1, id="too long"),
        pytest.param([30, 1], 2, id="too long together"),
        pytest.param([10, 10, 10, 10], 4, id="again and again"),
    ],
)
@takes_no_time
async def test_a_reply_that_would_wait_too_long_is_given_up_to_the_outbox(refusals: list[float], calls: int) -> None:
    telegram = Telegram(Limiter(FREE, FREE, FREE))
    telegram.refusals = refusals
    with pytest.raises(RetryAfter):
        await telegram.does("sendMessage")
    assert len(telegram.called) == calls
    assert telegram.called[-1] <= PATIENCE.total_seconds()


@takes_no_time
async def test_who_has_paid_does_not_wait_again_and_hears_of_the_429_at_once() -> None:
    limiter = Limiter(FREE, 1, FREE)
    telegram = Telegram(limiter)
    for _ in range(9):
        await telegram.does("sendMessage", paid=Paid.PAID)
    assert set(telegram.called) == {0}
    telegram.refusals = [7]
    with pytest.raises(RetryAfter):
        await telegram.does("sendMessage", paid=Paid.PAID)
    await telegram.does("sendMessage", BEN)
    await telegram.does("sendMessage")  # a reply to the same chat waits as long as Telegram said
    assert telegram.called[-2:] == [0, 7]


@takes_no_time
async def test_other_errors_pass_through() -> None:
    limiter = Limiter(FREE, FREE, FREE)

    async def refuses() -> bool:
        raise BadRequest("message is not modified")

    for paid in (None, Paid.PAID):
        with pytest.raises(BadRequest):
            await limiter.process_request(refuses, (), {}, "sendMessage", {"chat_id": MARIA}, paid)


@takes_no_time
async def test_less_than_one_in_a_window_still_lets_one_through() -> None:
    meter = Meter(per_second=0.5, per_group_minute=0.1)
    meter.asks("one", GROUP)
    meter.asks("two", MARIA)
    assert [name for _, name in await meter.done()] == ["one", "two"]

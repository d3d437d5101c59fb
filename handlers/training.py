"""A claim refused for want of a training: the next one is offered instead."""

from __future__ import annotations

from bot.actions import sessions
from bot.context import Context
from bot.rules.model import Qualification, Reach
from bot.views import sessions as views
from bot.views.message import encode
from handlers.answers import say, toast


async def offer_training(context: Context, qualification: Qualification, slot_id: int) -> None:
    """The next training comes privately, with its button; `slot_id` is the seat that was wanted."""
    if not context.private and context.person.reach is not Reach.YES:
        # Bot API answerCallbackQuery.url: opens the private chat, where Start lets the bot write
        await toast(context, url=context.app.deep_link(f"t-{encode(slot_id)}"))
        return
    found = await sessions.next_training(context.app, qualification)
    await toast(context, views.training_needed_toast(context.t, qualification, found))
    await say(context, views.training_needed(context.t, qualification, found), privately=True)

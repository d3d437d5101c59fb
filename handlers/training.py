"""A claim refused for want of a training: the next one is offered instead, and the way for who has it already."""

from __future__ import annotations

from bot.actions import sessions
from bot.context import Context
from bot.rules.model import Qualification, Reach, Request
from bot.views import sessions as views
from bot.views import trained as trained_views
from bot.views.message import encode
from handlers.answers import say, toast


async def offer_training(context: Context, request: Request, slot_id: int, qualification: Qualification) -> None:
    """The next training comes privately, with its button; `slot_id` is the seat that was wanted."""
    app, t = context.app, context.t
    if not context.private and context.person.reach is not Reach.YES:
        # Bot API answerCallbackQuery.url: opens the private chat, where Start lets the bot write
        await toast(context, url=app.deep_link(f"t-{encode(slot_id)}"))
        return
    found = await sessions.next_training(app, qualification)
    await toast(context, views.training_needed_toast(t, qualification, found))
    message = trained_views.training_needed(t, request, slot_id, qualification, found, app.now(), app.policy)
    await say(context, message, privately=True)

"""A peer: a bare python-telegram-bot handler that answers a tap and edits the card, with nothing stored.

`python -m benchmarks.peers.ptb URL TOKEN httpx|aiohttp`
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

KINDS = ["message", "callback_query", "my_chat_member", "chat_member"]


async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query is None or query.message is None:
        return
    await query.answer("It's yours. Thank you!")
    markup = getattr(query.message, "reply_markup", None)
    await query.edit_message_text(f"<b>Ride</b>\nDriver: {query.id}", parse_mode="HTML", reply_markup=markup)


def main(url: str, token: str, transport: str) -> None:
    builder: Any = Application.builder().concurrent_updates(True)
    if transport == "aiohttp":
        from bot.transport import AiohttpRequest

        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=1))
    application = builder.token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling(allowed_updates=KINDS, timeout=25)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(*sys.argv[1:])

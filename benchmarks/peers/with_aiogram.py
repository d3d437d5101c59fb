"""A peer: bare aiogram 3 that answers a tap and edits the card, with nothing stored.

Runs in an environment of its own: `PEER_PYTHON benchmarks/peers/with_aiogram.py URL TOKEN`
"""

from __future__ import annotations

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message

KINDS = ["message", "callback_query", "my_chat_member", "chat_member"]


async def tapped(query: CallbackQuery) -> None:
    await query.answer("It's yours. Thank you!")
    if isinstance(query.message, Message):
        await query.message.edit_text(
            f"<b>Ride</b>\nDriver: {query.id}", parse_mode="HTML", reply_markup=query.message.reply_markup
        )


async def main(url: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(tapped)
    await dispatcher.start_polling(bot, allowed_updates=KINDS, polling_timeout=25)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main(*sys.argv[1:]))

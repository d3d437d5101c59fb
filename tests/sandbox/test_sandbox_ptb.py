"""One story through a real client library."""

import pytest
from telegram import Bot as LibraryBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.error import BadRequest, Forbidden, RetryAfter

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import RawBot


async def test_a_library_can_talk_to_it(
    sandbox: Sandbox, bot: RawBot, maria: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its own future
    url = sandbox.url
    async with LibraryBot(bot.bot.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as ours:
        assert ours.username == "AcompanaBot"
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go:1")]])
        card = await ours.send_message(group.id, "<b>Ride</b>", parse_mode="HTML", reply_markup=buttons)
        tap = maria.taps_nowait(group.last, "Go")
        await maria.writes("/my@AcompanaBot", to=group, reply_to=group.last)
        updates = await ours.get_updates(offset=bot.offset, timeout=5, allowed_updates=Update.ALL_TYPES)
        query = updates[0].callback_query
        assert query is not None
        await query.answer("Thank you", show_alert=True)
        await query.edit_message_text("Covered")
        assert (await tap).alert
        assert maria.sees("Covered", in_=group).id == card.message_id
        message = updates[1].message
        assert message is not None
        await message.reply_text("Nothing is claimed yet", do_quote=True)
        assert group.last.reply_to is not None
        await ours.send_document(maria.id, InputFile(b"BEGIN", "ride.ics"), caption="Calendar")
        assert maria.files[-1].name == "ride.ics"
        file = await ours.get_file((await maria.sends_photo()).media["photo"][0]["file_id"])
        assert bytes(await file.download_as_bytearray()) == b"\xff\xd8\xff"
        with pytest.raises(BadRequest, match="Message is not modified"):
            await card.edit_text("Covered")
        sandbox.faults.fail("sendMessage", status=429, retry_after=3)
        with pytest.raises(RetryAfter, match="Retry in"):
            await ours.send_message(maria.id, "x")
        maria.blocks()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await ours.send_message(maria.id, "x")
        assert (await ours.get_chat(group.id)).title == "Volunteers"
        assert (await group_admins(ours, group)) == {group.creator.id, bot.id}


async def group_admins(ours: LibraryBot, group: Group) -> set[int]:
    return {member.user.id for member in await ours.get_chat_administrators(group.id)}

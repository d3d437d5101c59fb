"""Voice messages, photos and documents: by upload and by file_id, and what Telegram makes of them."""

import io
import struct
from typing import Any

import aiohttp
import pytest

from sandbox import Group, Person
from tests.sandbox.conftest import RawBot

Json = dict[str, Any]


def png(width: int, height: int) -> bytes:
    """As much of a PNG file as tells its size."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\2\0\0\0"


async def uploads(bot: RawBot, method: str, person: Person, field: str, content: bytes, name: str, **more: str) -> Json:
    """The whole answer to a call with a file in a multipart body."""
    form = aiohttp.FormData({"chat_id": str(person.id), **more})
    form.add_field(field, io.BytesIO(content), filename=name)
    async with bot.http.post(f"{bot.sandbox.url}/bot{bot.bot.token}/{method}", data=form) as response:
        answer: Json = await response.json()
        return answer


async def test_a_voice_message_goes_on_by_its_file_id(bot: RawBot, maria: Person) -> None:
    theirs = await maria.sends_voice(7)
    (heard,) = await bot.hears("message")
    assert heard["voice"]["duration"] == 7
    sent = await bot.does("sendVoice", chat_id=maria.id, voice=heard["voice"]["file_id"], caption="<b>from</b> Maria",
                          parse_mode="HTML")  # fmt: skip
    assert sent["voice"] == heard["voice"]
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("from Maria", "bold")
    assert theirs.voice is not None
    assert theirs.voice.duration == 7
    assert maria.last.voice is theirs.voice
    assert maria.last.html == "<b>from</b> Maria"
    assert str(maria.last) == "Acompaña: [voice 0:07] from Maria"
    await bot.does("editMessageCaption", chat_id=maria.id, message_id=sent["message_id"], caption="x")
    assert await bot.refused("editMessageText", chat_id=maria.id, message_id=sent["message_id"], text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    file = await bot.does("getFile", file_id=heard["voice"]["file_id"])
    assert file["file_path"].startswith("voice/")


async def test_a_voice_message_is_uploaded(bot: RawBot, maria: Person) -> None:
    answer = await uploads(bot, "sendVoice", maria, "voice", b"OggS...", "note.ogg", duration="65")
    assert answer["result"]["voice"]["duration"] == 65
    assert maria.last.voice is not None
    assert maria.last.voice.content == b"OggS..."
    answer = await uploads(bot, "sendVoice", maria, "voice", b"RIFF...", "note.wav")
    assert answer["result"]["document"]["file_name"] == "note.wav"  # no format for voice messages
    last = maria.last
    assert last.voice is None
    assert last.document is last.file


async def test_file_ids_keep_their_kind(bot: RawBot, maria: Person) -> None:
    voice, photo = (await maria.sends_voice()).file, (await maria.sends_photo()).file
    document = (await maria.sends_document("plan.txt", b"x")).file
    assert voice is not None
    assert photo is not None
    assert document is not None

    async def refused(method: str, **params: Any) -> str:
        return await bot.refused(method, chat_id=maria.id, **params)

    assert "voice" in await bot.does("sendDocument", chat_id=maria.id, document=voice.id)
    assert "document" in await bot.does("sendVoice", chat_id=maria.id, voice=document.id)
    assert await refused("sendVoice", voice=photo.id) == "Bad Request: can't use file of type Photo as VoiceNote"
    assert await refused("sendPhoto", photo=voice.id) == "Bad Request: can't use file of type VoiceNote as Photo"
    assert await refused("sendPhoto", photo=document.id) == "Bad Request: can't use file of type Document as Photo"
    for nonsense in ("nonsense", voice.unique_id):
        assert await refused("sendVoice", voice=nonsense) == ("Bad Request: wrong file identifier/HTTP URL specified")
    assert await refused("sendVoice", voice=voice.id, caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )


async def test_people_may_refuse_voice_messages(bot: RawBot, maria: Person, group: Group) -> None:
    theirs = await maria.sends_voice(to=group)
    assert theirs.voice is not None
    await maria.refuses_voice()
    words = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    copy = {"chat_id": maria.id, "from_chat_id": group.id, "message_id": theirs.id}
    assert await bot.refused("sendVoice", chat_id=maria.id, voice=theirs.voice.id) == words
    assert await bot.refused("sendDocument", chat_id=maria.id, document=theirs.voice.id) == words
    assert await bot.refused("copyMessage", **copy) == words
    assert await bot.refused("forwardMessage", **copy) == words
    await bot.does("sendVoice", chat_id=group.id, voice=theirs.voice.id)
    await maria.refuses_voice(False)
    await bot.does("copyMessage", **copy)


async def test_groups_may_forbid_files(bot: RawBot, maria: Person, basic: Group) -> None:
    voice = await maria.sends_voice()
    photo = await maria.sends_photo()
    assert voice.file is not None
    basic.set_permissions(can_send_voice_notes=False, can_send_photos=False)
    words = "Bad Request: not enough rights to send {} to the chat"
    assert await bot.refused("sendVoice", chat_id=basic.id, voice=voice.file.id) == words.format("voice notes")
    copy = {"chat_id": basic.id, "from_chat_id": maria.id}
    assert await bot.refused("copyMessage", **copy, message_id=voice.id) == words.format("voice notes")
    assert await bot.refused("forwardMessage", **copy, message_id=photo.id) == words.format("photos")
    await bot.does("sendMessage", chat_id=basic.id, text="words may come")


async def test_a_photo_is_uploaded(bot: RawBot, maria: Person) -> None:
    answer = await uploads(bot, "sendPhoto", maria, "photo", png(290, 290), "qr.png", caption="Scan me")
    (size,) = answer["result"]["photo"]
    assert (size["width"], size["height"], answer["result"]["caption"]) == (290, 290, "Scan me")
    assert maria.last.photo is not None
    assert maria.last.photo.content == png(290, 290)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no image", "IMAGE_PROCESS_FAILED"),
        (png(10_000, 1), "PHOTO_INVALID_DIMENSIONS"),
        (png(100, 2001), "PHOTO_INVALID_DIMENSIONS"),
        (png(0, 7), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
async def test_photos_that_are_refused(bot: RawBot, maria: Person, content: bytes, words: str) -> None:
    answer = await uploads(bot, "sendPhoto", maria, "photo", content, "qr.png")
    assert answer["description"] == f"Bad Request: {words}"


async def test_photos_end_at_ten_megabytes(bot: RawBot, maria: Person) -> None:
    content = b"\xff\xd8\xff".ljust(10 * 1024 * 1024, b"\0")
    assert (await uploads(bot, "sendPhoto", maria, "photo", content, "big.jpg"))["ok"]
    answer = await uploads(bot, "sendPhoto", maria, "photo", content + b"\0", "bigger.jpg")
    assert answer["description"] == "Bad Request: file is too big"


async def test_bodies_end_at_fifty_megabytes(bot: RawBot, maria: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.server.MAX_UPLOAD", 2000)
    answer = await uploads(bot, "sendDocument", maria, "document", b"x" * 2000, "big.txt")
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def downloads(bot: RawBot, path: str, token: str | None = None) -> tuple[int, bytes]:
    """A file as a bot fetches it: status and content."""
    async with bot.http.get(f"{bot.sandbox.url}/file/bot{token or bot.bot.token}/{path}") as response:
        return response.status, await response.read()


async def test_a_document_somebody_sends_is_fetched(bot: RawBot, maria: Person) -> None:
    content = "nombre;teléfono\n".encode()
    await maria.sends_document("lista.csv", content)
    (heard,) = await bot.hears("message")
    assert (heard["document"]["file_name"], heard["document"]["file_size"]) == ("lista.csv", len(content))
    file = await bot.does("getFile", file_id=heard["document"]["file_id"])
    assert file["file_size"] == len(content)
    assert await downloads(bot, file["file_path"]) == (200, content)
    assert (await downloads(bot, file["file_path"], "123:" + "x" * 35))[0] == 401
    assert (await downloads(bot, "documents/other.csv"))[0] == 404
    assert await bot.refused("getFile", file_id=file["file_unique_id"]) == "Bad Request: invalid file_id"


async def test_a_bot_may_not_fetch_more_than_twenty_megabytes(bot: RawBot, maria: Person) -> None:
    await maria.sends_document("film.mp4", b"x" * (20 * 1024 * 1024 + 1))
    (heard,) = await bot.hears("message")
    assert await bot.refused("getFile", file_id=heard["document"]["file_id"]) == "Bad Request: file is too big"

"""Files in messages: what is uploaded, what a file_id stands for, and what Telegram makes of it."""

import re
import struct

from sandbox.errors import bad_request
from sandbox.methods.registry import Api, FileSource, Upload
from sandbox.model import File

_NAMES = {"document": "Document", "photo": "Photo", "voice": "VoiceNote"}
_PNG = b"\x89PNG\r\n\x1a\n"
_IMAGES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_VOICES = re.compile(r"(?i)audio/(?:ogg|opus|mpeg|mp3|mp4|m4a|x-m4a)")
_VOICE_NAMES = re.compile(r"(?i).*\.(?:ogg|oga|opus|mp3|m4a)")
MAX_PHOTO = 10 * 1024 * 1024
MAX_SIDES = 10_000  # of a photo: width and height together
MAX_RATIO = 20


def stored_file(api: Api, source: FileSource, kind: str, duration: int = 0) -> File:
    """An uploaded file, kept as `kind`; or the file a file_id stands for.

    A file_id keeps its kind: a voice message sent as a document is a voice message still, but photos are apart.
    """
    if isinstance(source, Upload):
        return _uploaded(api, source, kind, duration)
    if re.match("https?://", source):
        raise bad_request("failed to get HTTP URL content")
    file = api.world.files.get(source)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if (file.kind == "photo") != (kind == "photo"):
        raise bad_request(f"can't use file of type {_NAMES[file.kind]} as {_NAMES[kind]}")
    return file


def _uploaded(api: Api, upload: Upload, kind: str, duration: int) -> File:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        width, height = _picture(upload.content)
        return api.world.add_file(upload.name, upload.mime_type, upload.content, kind, width=width, height=height)
    if kind == "voice" and (_VOICES.match(upload.mime_type) or _VOICE_NAMES.match(upload.name)):
        return api.world.add_file(upload.name, "audio/ogg", upload.content, kind, duration=duration)
    return api.world.add_file(upload.name, upload.mime_type, upload.content)  # other formats come as documents


def _picture(content: bytes) -> tuple[int, int]:
    """Width and height of an image Telegram takes for a photo (looked up in PNG files only)."""
    if len(content) > MAX_PHOTO:
        raise bad_request("file is too big")
    if not content.startswith(_IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if not content.startswith(_PNG) or len(content) < 24:
        return 800, 600
    width, height = struct.unpack(">II", content[16:24])
    if not width or not height or width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height

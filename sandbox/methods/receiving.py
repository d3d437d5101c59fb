"""Getting updates and files (https://core.telegram.org/bots/api#getting-updates)."""

import re
from typing import Any

from sandbox.errors import bad_request, conflict
from sandbox.methods.registry import Api, Json, method

MAX_DOWNLOAD = 20 * 1024 * 1024  # what a bot may fetch (Bot API getFile)

UPDATE_KINDS = re.compile(
    "(edited_)?(message|channel_post|business_message)|deleted_business_messages|business_connection|guest_message"
    "|message_reaction(_count)?|(inline|callback|shipping|pre_checkout)_query|chosen_inline_result"
    "|purchased_paid_media|poll(_answer)?|(my_)?chat_member|chat_join_request|(removed_)?chat_boost|managed_bot"
)
MAX_TIMEOUT = 50


def _kinds(api: Api, kinds: list[Any]) -> list[str]:
    for kind in kinds:
        if not UPDATE_KINDS.fullmatch(str(kind)):
            api.violation(f"allowed_updates: there are no updates of kind {kind!r}")
    return [str(kind) for kind in kinds]


@method
async def get_updates(
    api: Api,
    *,
    offset: int = 0,
    limit: int = 100,
    timeout: int = 0,  # noqa: ASYNC109 - Telegram's name
    allowed_updates: list[Any] | None = None,
) -> list[str]:
    """https://core.telegram.org/bots/api#getupdates (the updates come as JSON texts)"""
    if api.bot.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    if allowed_updates is not None:
        api.bot.queue.allow(_kinds(api, allowed_updates))
    limit = limit if 1 <= limit <= 100 else 100
    api.bot.queue.confirm(offset)
    api.world.changed.fire()  # somebody may wait for the confirmation
    batch = await api.bot.queue.get(limit, min(max(timeout, 0), MAX_TIMEOUT))
    return [update.raw for update in batch]


@method
def set_webhook(
    api: Api,
    *,
    url: str,
    allowed_updates: list[Any] | None = None,
    drop_pending_updates: bool = False,
    secret_token: str | None = None,
    max_connections: int | None = None,
) -> bool:
    """https://core.telegram.org/bots/api#setwebhook (kept, but nothing is ever sent there)"""
    del secret_token, max_connections
    if url and not re.match("https://", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if allowed_updates is not None:
        api.bot.queue.allow(_kinds(api, allowed_updates))
    if drop_pending_updates:
        api.bot.queue.drop_all()
    api.bot.webhook = url
    return True


@method
def delete_webhook(api: Api, *, drop_pending_updates: bool = False) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    api.bot.webhook = ""
    if drop_pending_updates:
        api.bot.queue.drop_all()
    return True


@method
def get_webhook_info(api: Api) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    info: Json = {
        "url": api.bot.webhook,
        "has_custom_certificate": False,
        "pending_update_count": api.bot.queue.backlog(),
    }
    if api.bot.queue.allowed is not None:
        info["allowed_updates"] = sorted(api.bot.queue.allowed)
    return info


@method
def get_file(api: Api, *, file_id: str) -> Json:
    """https://core.telegram.org/bots/api#getfile"""
    file = api.world.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }

"""`/setup`, who joins and leaves, groups that become supergroups, and the command menus."""

from __future__ import annotations

import logging

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    ChatMember,
    User,
)
from telegram.error import TelegramError

from bot import membership
from bot.actions import membership as rows
from bot.actions import people, setup
from bot.actions.membership import group_of
from bot.context import Context
from bot.membership import NOW, CannotCheck
from bot.rules.model import Group, Person
from bot.views import people as views
from handlers.answers import change, say, toast
from handlers.claims import tapped
from handlers.guard import sight_of

log = logging.getLogger(__name__)

YES = frozenset({"yes", "si", "sí", "sim"})
MENU = {
    "volunteer": ("open", "my", "trainings", "notify", "language", "help"),
    "coordinator": (
        "ride",
        "accompany",
        "interpret",
        "shift",
        "board",
        "training",
        "event",
        "trainings",
        "open",
        "my",
        "people",
        "grant",
        "revoke",
        "language",
        "cancel",
        "help",
    ),
    "anyone": ("start", "trainings", "language", "help"),
}
"""The commands each menu shows; short, most used first."""


async def set_up(context: Context) -> None:
    """`/setup volunteers` or `/setup coordinators`, written in the group it is about."""
    t, words = context.t, [word.lower() for word in context.args or []]
    group = next((group for group in Group if words and words[0] == group), None)
    if group is None or context.private:
        await say(context, views.setup_usage(t))
        return
    try:
        admin = await membership.is_admin(context.bot, context.chat.id)
        people_count = await membership.people_in(context.bot, context.chat.id)
    except CannotCheck:
        await say(context, views.cannot_check(t))
        return
    why = await setup.refusal(
        context.app, group, context.chat.id, public=bool(context.chat.username), bot_is_admin=admin
    )
    if why is not None:
        await say(context, views.setup_refused(t, why))
        return
    known = await group_of(context.app, context.chat.id) is group
    if group is Group.COORDINATORS and not known:
        await _propose(context, people_count, confirmed=len(words) > 1 and words[1] in YES)
        return
    await _give_role(context, group, context.chat.id, _thread(context), people_count)


async def _propose(context: Context, people_count: int, *, confirmed: bool) -> None:
    """Says how many will see private matters; a large group wants the word, a small one a tap."""
    t = context.t
    large = people_count > context.app.policy.coordinators_warning
    if large and not confirmed:
        await say(context, views.type_to_confirm(t, people_count))
        return
    if large:
        await _give_role(context, Group.COORDINATORS, context.chat.id, _thread(context), people_count)
        return
    proposal = await setup.propose(
        context.app, context.person, context.chat.id, _thread(context), people_count, context.update_id
    )
    await say(context, views.confirm_coordinators(t, people_count, proposal))


async def confirm_setup(context: Context) -> None:
    """*Yes, these are the coordinators*, by the one who asked."""
    found = await setup.proposal(context.app, context.person, tapped(context).subject)
    await toast(context)
    if found is None or found[1] != context.chat.id:
        return
    proposal_id, chat_id, thread, people_count = found
    # since the question was asked the group may have become public, or taken the other role
    why = await setup.refusal(
        context.app, Group.COORDINATORS, chat_id, public=await _public(context), bot_is_admin=True
    )
    if why is not None:
        await change(context, views.setup_refused(context.t, why))
        return
    new = await setup.set_up(
        context.app,
        context.person,
        Group.COORDINATORS,
        chat_id,
        thread,
        people_count,
        context.update_id,
        proposal_id,
    )
    await change(context, views.set_up(context.t, Group.COORDINATORS, new=new))
    await show_group_menu(context, Group.COORDINATORS, chat_id)


async def _public(context: Context) -> bool:
    try:
        return bool((await context.bot.get_chat(context.chat.id)).username)
    except TelegramError:
        return True


async def refuse_setup(context: Context) -> None:
    """*No*."""
    found = await setup.proposal(context.app, context.person, tapped(context).subject)
    await toast(context)
    if found is not None:
        await change(context, views.not_set_up(context.t))


async def _give_role(context: Context, group: Group, chat_id: int, thread: int | None, people_count: int) -> None:
    new = await setup.set_up(context.app, context.person, group, chat_id, thread, people_count, context.update_id)
    await say(context, views.set_up(context.t, group, new=new))
    await refresh_standings(context)
    await show_group_menu(context, group, chat_id)


def _thread(context: Context) -> int | None:
    """The forum topic the command was written in."""
    message = context.incoming.message if context.incoming is not None else None
    return message.message_thread_id if message is not None and message.is_topic_message else None


async def vouch(context: Context) -> None:
    """*Yes, coordinator*: an existing one confirms a newcomer."""
    answer = await rows.vouch(context.app, context.person, tapped(context).subject, context.update_id)
    if not answer.new:
        await toast(context, views.already_vouched(context.t))
        return
    await toast(context)
    await change(context, views.vouched(context.t, answer.name))


# --- what Telegram reports -------------------------------------------------------------------------------------------


async def somebody_changed(context: Context) -> None:
    """chat_member: somebody joined, left, or was given or lost a title in one of the groups."""
    assert context.incoming is not None  # noqa: S101
    change_ = context.incoming.chat_member
    if change_ is None or change_.new_chat_member.user.is_bot:
        return
    before, after = (
        membership.status_of(change_.old_chat_member),
        membership.status_of(change_.new_chat_member),
    )
    inside = ("creator", "administrator", "member")
    await rows.changed(
        context.app,
        sight_of(change_.new_chat_member.user),
        change_.chat.id,
        after,
        context.update_id,
        joined=before not in inside and after in inside,
    )


async def bot_changed(context: Context) -> None:
    """my_chat_member: blocked or unblocked by a person, added to or taken out of a group."""
    assert context.incoming is not None  # noqa: S101
    change_ = context.incoming.my_chat_member
    if change_ is None:
        return
    gone = change_.new_chat_member.status in (ChatMember.LEFT, ChatMember.BANNED)
    if change_.chat.type == change_.chat.PRIVATE:
        if gone:
            await people.blocked(context.app, change_.from_user.id, context.update_id)
    elif gone:
        await setup.removed(context.app, change_.chat.id, context.update_id)


async def migrated(context: Context) -> None:
    """The group became a supergroup: its role moves along."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await setup.migrated(context.app, message.chat.id, message.migrate_to_chat_id, context.update_id)
    elif message.migrate_from_chat_id is not None:
        await setup.migrated(context.app, message.migrate_from_chat_id, message.chat.id, context.update_id)


# --- shared with the other handlers ----------------------------------------------------------------------------------


async def met(context: Context, user: User) -> Person:
    """The person behind a message that was replied to, or a mention."""
    return await people.meet(context.app, sight_of(user), private=False)


async def refresh_standings(context: Context) -> Person:
    """What Telegram says now about both groups; where it does not answer, what was known stays."""
    for group in Group:
        try:
            context.person = await membership.known(
                context.app, context.bot, context.person, context.user.id, group, NOW
            )
        except CannotCheck:
            log.info("update %d: membership not checked", context.update_id)
    await show_menu(context)
    return context.person


async def show_menu(context: Context) -> None:
    """The command menu of the private chat, by what the person is, in their language."""
    person = context.person
    kind = "coordinator" if person.coordinator else "volunteer" if person.volunteer else "anyone"
    commands = [BotCommand(name, text) for name, text in views.menu(context.t, MENU[kind]).items()]
    try:
        await context.bot.set_my_commands(commands, scope=BotCommandScopeChat(context.user.id))
    except TelegramError as error:
        log.info("a menu was not set: %s", type(error).__name__)


async def show_group_menu(context: Context, group: Group, chat_id: int) -> None:
    """Coordinators see their commands in their group; the volunteers' group has buttons, not commands."""
    names = MENU["coordinator"] if group is Group.COORDINATORS else ()
    menu = views.menu(context.app.group_translators()[0], names)
    try:
        scope = BotCommandScopeChat(chat_id)
        if menu:
            await context.bot.set_my_commands([BotCommand(name, text) for name, text in menu.items()], scope=scope)
        else:
            await context.bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        log.info("a menu was not set: %s", type(error).__name__)

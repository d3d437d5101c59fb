"""How people and bots come into groups, leave them, and change their standing; and who is told."""

from sandbox import shapes
from sandbox.model import Chat, Json, Member, User
from sandbox.world import World


def change(world: World, chat: Chat, new: Member, actor: User, link: Json | None = None) -> None:
    """Put someone's new standing in place and tell the bots that may know.

    An admin bot that is being removed still hears of it (my_chat_member), then nothing more.
    """
    old = chat.member(new.user.id) or Member(new.user, "left")
    before, after = shapes.member(old, chat), shapes.member(new, chat)
    if before == after:
        return
    if old.present and new.present:
        new.link = old.link
    new.since = old.since if old.present else world.sequence + 1
    chat.members[new.user.id] = new
    world.membership_changed(chat, actor, before, after, link)


def join(world: World, chat: Chat, user: User, actor: User | None = None, link: Json | None = None) -> None:
    """`user` comes in, by themselves or added by `actor`."""
    if chat.present(user.id):
        return
    member = chat.member(user.id)
    if member is not None and member.status == "kicked" and actor is None:
        raise ValueError(f"{user.name} was removed from {chat.title} and cannot join again")
    come_by = link["invite_link"] if link else None
    change(world, chat, Member(user, "member", link=come_by), actor or user, link)
    chat.requests.pop(user.id, None)
    world.service_message(chat, user if link else actor or user, {"new_chat_members": [shapes.user(user)]})


def follow(world: World, chat: Chat, user: User, url: str) -> None:
    """`user` comes in by an invite link, or asks to, where the link says so."""
    link = chat.links.get(url)
    if link is None:
        raise AssertionError(f"{url} is no working link to {chat.title}")
    if chat.present(user.id):
        return
    members = sum(member.present and member.link == url for member in chat.members.values())
    for over, words in (
        (link["is_revoked"], "was revoked"),
        (0 < link.get("expire_date", 0) <= world.timestamp(), "has expired"),
        (0 < link.get("member_limit", 0) <= members, "has let in as many as it may"),
    ):
        if over:
            raise AssertionError(f"{url} is no working link to {chat.title}: it {words}")
    member = chat.member(user.id)
    banned = member is not None and member.status == "kicked"
    if banned or not link["creates_join_request"]:
        join(world, chat, user, link=link)
    elif user.id not in chat.requests:
        chat.requests[user.id] = link
        world.join_requested(chat, user, link)


def leave(world: World, chat: Chat, user: User) -> None:
    """`user` goes."""
    if not chat.present(user.id):
        raise ValueError(f"{user.name} is not in {chat.title}")
    _go(world, chat, Member(user, "left"), user)


def remove(world: World, chat: Chat, user: User, actor: User, until: int = 0) -> None:
    """`actor` removes `user`. From a basic group a person can come back; everyone else is banned."""
    banned = chat.type == "supergroup" or user.is_bot
    status = Member(user, "kicked", until=until) if banned else Member(user, "left")
    if chat.present(user.id):
        _go(world, chat, status, actor)
    else:
        change(world, chat, status, actor)


def _go(world: World, chat: Chat, new: Member, actor: User) -> None:
    change(world, chat, new, actor)
    chat.keyboards.pop(new.user.id, None)
    world.service_message(chat, actor, {"left_chat_member": shapes.user(new.user)})

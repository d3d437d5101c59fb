"""`/start` and its questions, `/help`, `/language`, `/grant`, `/revoke`, and what people write privately."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import claims, drafts, people, sessions
from bot.actions import members as member_actions
from bot.actions.membership import group_of
from bot.context import Context
from bot.i18n import languages
from bot.rules.claims import Refusal
from bot.rules.model import PROFILE_FIELDS, Group, Person, Qualification
from bot.rules.problems import Problem
from bot.rules.roster import Act
from bot.views import claims as claim_views
from bot.views import people as views
from bot.views.message import decode
from handlers import groups, members, roster, session_posting
from handlers import sessions as session_handlers
from handlers.answers import change, goes_on_privately, say, toast
from handlers.backups import start_to_stand_by
from handlers.claims import answer_note, tapped
from handlers.debriefs import answer_words
from handlers.guard import Who, still_allowed
from handlers.posting import answer_draft, answer_request_detail, offer_to_keep, resume_from_link
from handlers.seats import answer_outside
from handlers.trained import say_refused


async def start(context: Context) -> None:
    """Start, with or without a link's payload."""
    if not await goes_on_privately(context):
        return
    payload = (context.args or [""])[0]
    kind, _, rest = payload.partition("-")
    await sessions.reached(context.app, context.person)  # whatever was held for Start
    if kind == "s" and decode(rest):
        await session_handlers.start_for_session(context, decode(rest))
    elif kind == "h":
        await session_handlers.enter_from_picture(context, rest)
    elif kind == "t" and decode(rest):
        await _start_for_training(context, decode(rest))
    elif kind == "session" and decode(rest):
        if await still_allowed(context, Who.COORDINATOR):
            await session_posting.resume_from_link(context, decode(rest))
    elif kind == "owner":
        await _open_owner_link(context, rest)
    elif kind == "member":
        await members.open_link(context, rest)
    elif kind == "draft" and decode(rest):
        if await still_allowed(context, Who.COORDINATOR):
            await resume_from_link(context, decode(rest))
    elif kind == "seat" and decode(rest):
        await _start_for_seat(context, decode(rest))
    elif kind == "backup" and decode(rest):
        await start_to_stand_by(context, decode(rest))
    else:
        await _welcome(context)


async def _open_owner_link(context: Context, token: str) -> None:
    t = context.t
    if await people.use_owner_link(context.app, context.person, token, context.update_id):
        await say(context, views.owner_welcome(t, context.app.org_name))
    else:
        await say(context, views.owner_link_used(t))


async def _start_for_seat(context: Context, slot_id: int) -> None:
    """From a claim's deep link: a held seat becomes the person's, or is tried for now; else one step is left."""
    t = context.t
    if not await still_allowed(context, Who.VOLUNTEER):
        return
    confirmed, held = await claims.started(context.app, context.person, context.update_id)
    if confirmed:
        await say(context, views.connected_for_claim(t, confirmed))
        return
    if held or context.person.promised_at is None:
        until = await claims.held_until(context.app, context.person)
        await say(context, claim_views.promise(t, held_until=until))
        return
    answer = await claims.claim(context.app, context.person, slot_id, context.update_id)
    if isinstance(answer.result, claims.Claimed):
        await say(context, views.connected_for_claim(t, 1))
    else:
        await say_refused(context, answer, slot_id)


async def _start_for_training(context: Context, slot_id: int) -> None:
    """From a claim's deep link, for somebody who needs a training first."""
    if not await still_allowed(context, Who.VOLUNTEER):
        return
    answer = await claims.claim(context.app, context.person, slot_id, context.update_id)
    if isinstance(answer.result, Refusal):
        await say_refused(context, answer, slot_id)
    elif context.person.promised_at is None:
        until = await claims.held_until(context.app, context.person)
        await say(context, claim_views.promise(context.t, held_until=until))


async def _welcome(context: Context) -> None:
    """Connects, and asks what is not known yet; who has told it all is asked again, with what is noted."""
    app, t = context.app, context.t
    person = await groups.refresh_standings(context)
    confirmed, held = await claims.started(app, person, context.update_id)
    if confirmed:
        await say(context, views.connected_for_claim(t, confirmed))
        return
    if held:  # the seat waits for this, everything else can be asked another day
        await say(context, claim_views.promise(t, held_until=await claims.held_until(app, person)))
        return
    if not person.volunteer and not person.coordinator:
        asked = await members.asked_again(context)
        if await members.tell_dates(context) or asked:  # a member is asked for nothing more
            return
    name = await people.name_of(app, person.id)
    field = await people.start_profile(app, person, context.update_id)
    await say(context, views.welcome(t, name, app.org_name, person))
    await say(context, views.ask_profile(t, field, await people.profile(app, person)))


async def profile(context: Context) -> None:
    """*Tell us more about you*."""
    field = await people.start_profile(context.app, context.person, context.update_id)
    await toast(context)
    await say(context, views.ask_profile(context.t, field, await people.profile(context.app, context.person)))


async def skip(context: Context) -> None:
    """*Skip* below a question of `/start`."""
    field = tapped(context).extra
    await toast(context)
    asked = await drafts.question_of(context.app, context.person)
    if asked is None or asked.kind != "profile" or asked.asking != field or field not in PROFILE_FIELDS:
        return
    await _answer_profile(context, field, None)


async def skip_command(context: Context) -> None:
    """`/skip`, where a question has no button."""
    if not await goes_on_privately(context):
        return
    asked = await drafts.question_of(context.app, context.person)
    if asked is None or asked.kind != "profile" or asked.asking is None:
        await say(context, views.no_question(context.t))
        return
    await _answer_profile(context, asked.asking, None)


async def _answer_profile(context: Context, field: str, text: str | None) -> None:
    """Stores the answer and asks the next thing; after the last, the promise if it is still owed."""
    app, t = context.app, context.t
    following = await people.answer_profile(app, context.person, field, text, context.update_id)
    if isinstance(following, Problem):
        await say(context, views.profile_problem(t, following))
        return
    if field == "phone":
        await say(context, views.profile_saved(t))  # takes the phone button away
    known = await people.profile(app, context.person)
    tapped_skip = context.incoming is not None and context.incoming.callback_query is not None
    if following is not None:
        question = views.ask_profile(t, following, known)
        if tapped_skip and not question.share_phone:
            await change(context, question)
            return
        if tapped_skip:  # an edit cannot bring a key to share the phone (Bot API editMessageText)
            await change(context, replace(views.ask_profile(t, field, known), buttons=()))
        await say(context, question)
        return
    done = views.profile_done(t)
    await (change(context, done) if tapped_skip else say(context, done))
    if context.person.promised_at is None:
        await say(context, claim_views.promise(t))


async def text(context: Context) -> None:
    """A private text: the answer to what was asked; else a coordinator may keep it, and others hear it was nothing."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    typed = (message.text or "") if message is not None else ""
    asked = await drafts.question_of(context.app, context.person)
    if (asked is None or asked.kind == "profile") and await session_handlers.may_be_code(context, typed):
        await session_handlers.enter(context, typed)
    elif asked is None or asked.asking is None:
        await _answers_nothing(context)
    elif asked.kind == "attendee":
        await session_handlers.answer_attendee(context, asked, typed)
    elif asked.kind == "profile":
        await _answer_profile(context, asked.asking, typed)
    elif asked.kind == "debrief":
        await answer_words(context, asked, typed)
    elif asked.kind == "note":
        await answer_note(context, asked, typed)
    elif asked.kind == "invitation":  # answered by its buttons only
        await members.asked_again(context)
    elif await still_allowed(context, Who.COORDINATOR):
        if asked.kind == "find":
            await roster.answer_name(context, asked, typed)
        elif asked.kind == "outside":
            await answer_outside(context, asked, typed)
        elif asked.kind == "details":
            await answer_request_detail(context, asked, typed)
        elif asked.kind == "session":
            await session_posting.answer_draft(context, asked, typed)
        else:
            await answer_draft(context, asked, typed)


async def contact(context: Context) -> None:
    """A shared contact: the person's own number when it was asked for."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    asked = await drafts.question_of(context.app, context.person)
    if message is None or message.contact is None:
        return
    if asked is not None and asked.kind == "profile" and asked.asking == "phone":
        await _answer_profile(context, "phone", message.contact.phone_number)
    elif asked is not None and asked.asking == f"{drafts.DETAIL}phone":
        if not await still_allowed(context, Who.COORDINATOR):
            return
        if asked.kind == "details":
            await answer_request_detail(context, asked, message.contact.phone_number)
        else:
            await answer_draft(context, asked, message.contact.phone_number)
    else:
        await _answers_nothing(context)


async def anything_else(context: Context) -> None:
    """A photo, a voice note, a place: no question is answered by it. A voice note a coordinator may keep."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    asked = await drafts.question_of(context.app, context.person)
    if message is not None and message.voice is not None and context.person.coordinator:
        await _answers_nothing(context)
    elif asked is not None and asked.kind == "invitation":
        await members.asked_again(context)
    elif asked is not None:
        await say(context, views.text_please(context.t))
    else:
        await _nobody_asked(context)


async def _answers_nothing(context: Context) -> None:
    """What a coordinator sends between two calls may be a request: it is offered to be kept."""
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    if message is not None and context.person.coordinator:
        await say(context, offer_to_keep(context), reply_to=message.message_id)
    else:
        await _nobody_asked(context)


async def _nobody_asked(context: Context) -> None:
    """Whoever has something today or tomorrow hears how to reach a person: they may be late, lost or afraid."""
    app, t = context.app, context.t
    near = await member_actions.near(app, context.person)
    if near is None:
        await say(context, views.nothing_asked(t))
        return
    message = views.nobody_reads(t, app.center_phone, app.now(), app.policy, date=near.date, seat=near.seat)
    await say(context, message)


async def cancel(context: Context) -> None:
    """`/cancel` leaves whatever is being asked; an unfinished request stays on the board."""
    if not await goes_on_privately(context):
        return
    left = await drafts.stop_asking(context.app, context.person, context.update_id)
    t = context.t
    await say(
        context,
        views.no_question(t) if left is None else views.left_question(t, draft=left.kind == "request"),
    )


async def help_(context: Context) -> None:
    """`/help`: what this person can do."""
    if not await goes_on_privately(context):
        return
    person = await groups.refresh_standings(context)
    member = bool(await member_actions.dates(context.app, person))
    await say(context, views.help_text(context.t, person, context.app.center_phone, member=member))


async def language(context: Context) -> None:
    if not await goes_on_privately(context):
        return
    await say(context, views.choose_language(context.t, languages()))


async def chosen_language(context: Context) -> None:
    """A language button; the answer comes in it."""
    wanted = tapped(context).extra
    if wanted in languages():
        context.person = await people.choose_language(context.app, context.person, wanted, context.update_id)
    await toast(context)
    await change(context, views.language_chosen(context.t))
    await groups.show_menu(context)


async def grant(context: Context) -> None:
    await _qualify(context, "grant")


async def revoke(context: Context) -> None:
    await _qualify(context, "revoke")


async def _qualify(context: Context, command: str) -> None:
    """`/grant rideshare @dan`, or as a reply to a message of theirs; the words may come in any order."""
    app, t = context.app, context.t
    in_coordinators = await group_of(context.app, context.chat.id) is Group.COORDINATORS
    if not in_coordinators and not await goes_on_privately(context):
        return
    words = [word.strip(",") for word in context.args or []]
    wanted = {name.value: name for name in Qualification}
    qualification = next((wanted[word.lower()] for word in words if word.lower() in wanted), None)
    others = [word for word in words if word.lower() not in wanted]
    target = await _target(context, others)
    if target is None and not others:
        await roster.choose_or_tick(context, Act(command), qualification)
        return
    if qualification is None:
        answer = views.grant_usage(t, command)
    elif target is None:
        answer = views.nobody_found(t, " ".join(others))
    else:
        name = await people.name_of(app, target.id)
        if command == "grant":
            new = await people.grant(app, context.person, target, qualification, context.update_id)
            answer = views.granted(t, name, qualification, new=new)
        else:
            had = await people.revoke(app, context.person, target, qualification, context.update_id)
            answer = views.revoked(t, name, qualification, had=had)
    await say(context, answer)


async def _target(context: Context, words: list[str]) -> Person | None:
    assert context.incoming is not None  # noqa: S101
    message = context.incoming.message
    replied = message.reply_to_message if message is not None else None
    if message is not None and not words and replied is not None and replied.from_user is not None:
        if replied.from_user.is_bot or replied.forum_topic_created is not None:
            return None
        return await groups.met(context, replied.from_user)
    for entity in message.entities if message is not None else ():
        if entity.type == entity.TEXT_MENTION and entity.user is not None:  # someone without a @name
            return await groups.met(context, entity.user)
    return await people.find_target(context.app, words[0]) if len(words) == 1 else None


async def unknown_command(context: Context) -> None:
    if context.private:
        await say(context, views.unknown_command(context.t))

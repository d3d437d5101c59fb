"""The methods the sandbox knows: their parameters by name and type, and how sent values become Python's."""

import inspect
import json
import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.errors import ApiError, bad_request
from sandbox.limits import Limiter
from sandbox.model import Bot
from sandbox.world import World

Json = dict[str, Any]
ChatId = int | str
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime_type: str
    content: bytes


FileSource = Upload | str


@dataclass(slots=True)
class Api:
    """What a method works on: the world, seen by one bot."""

    world: World
    bot: Bot
    limiter: Limiter
    violation: Callable[[str], None]


class BadValue(Exception):
    """A parameter's value is not of its type."""


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d+", value.strip()):
        return int(value)
    raise BadValue("must be an Integer")


def _floating(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    try:
        return float(str(value))
    except ValueError:
        raise BadValue("must be a Float") from None


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("true", "yes", "1"):
        return True
    if word in ("false", "no", "0", ""):
        return False
    raise BadValue("must be a Boolean")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise BadValue("must be a String")


def _chat_id(value: Any) -> ChatId:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return _integer(value)


def _json(value: Any, kind: type, name: str) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise BadValue(f"must be JSON ({name})") from None
    if not isinstance(value, kind):
        raise BadValue(f"must be {name}")
    return value


def _object(value: Any) -> Json:
    result: Json = _json(value, dict, "an object")
    return result


def _array(value: Any) -> list[Any]:
    result: list[Any] = _json(value, list, "an array")
    return result


def _file(value: Any) -> FileSource:
    if isinstance(value, (Upload, str)):
        return value
    raise BadValue("must be a file or a String")


_CONVERTERS: dict[Any, Callable[[Any], Any]] = {
    int: _integer,
    float: _floating,
    bool: _boolean,
    str: _string,
    ChatId: _chat_id,
    Json: _object,
    list[Any]: _array,
    FileSource: _file,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method."""

    convert: Callable[[Any], Any]
    required: bool


@dataclass(frozen=True, slots=True)
class Method:
    """A Bot API method, as the sandbox does it."""

    name: str
    run: Callable[..., Any]
    parameters: dict[str, Parameter]


METHODS: dict[str, Method] = {}

# What Telegram says when a required parameter is missing.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "from_chat_id": "chat_id is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "message_ids": "message identifiers are not specified",
    "action": "wrong parameter action in request",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "voice": "there is no voice in the request",
}


def camel(name: str) -> str:
    """send_message → sendMessage."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def method(function: Callable[..., R]) -> Callable[..., R]:
    """Register a function as the Bot API method of its name; its keyword arguments are the parameters."""
    hints = typing.get_type_hints(function)
    parameters = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            parameters[name] = Parameter(_CONVERTERS[_bare(hints[name])], parameter.default is parameter.empty)
    known = camel(function.__name__)
    METHODS[known.lower()] = Method(known, function, parameters)
    return function


def _bare(hint: Any) -> Any:
    """The type without `| None`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        kept = [part for part in typing.get_args(hint) if part is not type(None)]
        bare = kept[0]
        for part in kept[1:]:
            bare = bare | part
        return bare
    return hint


def arguments(known: Method, sent: Json, violation: Callable[[str], None]) -> Json:
    """The sent values as Python's; what Telegram would not take is a violation and a 400.

    Telegram itself ignores parameters it does not know; here they are mistakes.
    """
    given: Json = {}
    wrong: list[str] = []
    for name, value in sent.items():
        parameter = known.parameters.get(name)
        if parameter is None:
            wrong.append(f'{known.name}: the parameter "{name}" is unknown to the sandbox')
            continue
        try:
            given[name] = parameter.convert(value)
        except BadValue as error:
            wrong.append(f"{known.name}: {name} {error}, not {value!r}"[:300])
    failure: ApiError | None = bad_request(wrong[0]) if wrong else None
    for name, parameter in known.parameters.items():
        if parameter.required and name not in given and name not in sent:
            wrong.append(f'{known.name}: the required parameter "{name}" is missing')
            failure = failure or bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    for mistake in wrong:
        violation(mistake)
    if failure is not None:
        raise failure
    return given

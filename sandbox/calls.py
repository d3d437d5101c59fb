"""The log of Bot API calls, and what a server needs to answer one."""

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.faults import Faults
from sandbox.methods import METHODS, Api, arguments
from sandbox.spec import Spec
from sandbox.world import World

Json = dict[str, Any]

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
NOT_FOUND = ApiError(404, "Not Found")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API, as it came in, and how it was answered (0: not at all)."""

    method: str
    params: Json
    at: float  # in seconds of the event loop
    status: int
    chat_id: int | str | None = None
    description: str = ""


@dataclass(slots=True)
class Exchange:
    """Everything a call goes through: who may call, what goes wrong, what is noted."""

    world: World
    spec: Spec | None
    apis: dict[str, Api] = field(default_factory=dict)  # by token
    faults: Faults = field(default_factory=Faults)
    violations: list[str] = field(default_factory=list)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=200_000))

    async def answer(self, token: str, name: str, sent: Json) -> bytes:
        """Do one call; its whole answer as JSON. Raises ApiError where Telegram refuses."""
        api = self.apis.get(token)
        if api is None:
            raise ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else NOT_FOUND
        method = METHODS.get(name.lower())
        if method is None:
            self.violations.append(f"{name}: a method the sandbox does not know")
            raise NOT_FOUND
        given = arguments(method, sent, self.violations.append)
        if self.spec is not None and (wrong := self.spec.call(method.name, given)):
            self.violations.extend(wrong)
            raise bad_request(wrong[0])
        result = method.run(api, **given)
        if method.name == "getUpdates":
            updates = await result
            return b'{"ok":true,"result":[' + ",".join(updates).encode() + b"]}"
        if self.spec is not None and (problem := self.spec.answer(method.name, result)):
            self.violations.append(f"the sandbox's own mistake: {problem}")
        return b'{"ok":true,"result":' + json.dumps(result).encode() + b"}"


def refusal(error: ApiError) -> Json:
    """How Telegram words a refusal."""
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return answer

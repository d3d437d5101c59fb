"""The log of Bot API calls, and what a server needs to answer one."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import Faults
from sandbox.methods import Api
from sandbox.spec import Spec
from sandbox.world import World

Json = dict[str, Any]


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

"""A pretend Telegram: the Bot API over HTTP, and the people on the other side.

It knows Telegram and nothing of any bot. See README.md here.
"""

from sandbox.calls import Call
from sandbox.child import Child, ClockFile
from sandbox.limits import Limits
from sandbox.model import Bot, Button, SeenMessage
from sandbox.people import Group, Person, Tap
from sandbox.sandbox import Sandbox

__all__ = [
    "Bot",
    "Button",
    "Call",
    "Child",
    "ClockFile",
    "Group",
    "Limits",
    "Person",
    "Sandbox",
    "SeenMessage",
    "Tap",
]

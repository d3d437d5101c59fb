"""Every Bot API method the sandbox knows, one function each, by theme."""

from sandbox.methods import chats, invites, messages, profile, receiving
from sandbox.methods.registry import METHODS, Api, Upload, arguments

__all__ = ["METHODS", "Api", "Upload", "arguments", "chats", "invites", "messages", "profile", "receiving"]

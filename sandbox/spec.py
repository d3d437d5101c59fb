"""Holding calls, answers and updates against the official description of the Bot API, as data.

The file lists methods and types with their fields, types and which are required. Checkers are made when first
needed. Every checker answers with None, or with what is wrong and where.
"""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Check = Callable[[Any], str | None]

DESCRIPTION = Path(__file__).resolve().parents[1].parent / "shared" / "bot-api.json"
_ALWAYS = re.compile(r"(?:always|must be) [\"“*]?([a-z_]+)[\"”*]?\s*$|(?:always|must be) [\"“*]([a-z_]+)[\"”*]")


def _integer(value: Any) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) else "is not an Integer"


def _float(value: Any) -> str | None:
    return None if isinstance(value, (int, float)) and not isinstance(value, bool) else "is not a Float"


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else "is not a Boolean"


def _string(value: Any) -> str | None:
    return None if isinstance(value, str) else "is not a String"


def _uploaded(value: Any) -> str | None:
    return "is not a file" if isinstance(value, (str, int, float, bool, list, dict)) else None


_SIMPLE: dict[str, Check] = {
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "String": _string,
    "InputFile": _uploaded,
}


class Spec:
    """The Bot API's methods and types."""

    def __init__(self, description: Json) -> None:
        self.methods: Json = description["methods"]
        self.types: Json = description["types"]
        self.version: str = description["version"]
        self._checks: dict[str, Check] = dict(_SIMPLE)

    @classmethod
    def find(cls, path: Path = DESCRIPTION) -> "Spec | None":
        """The description beside the project, where there is one."""
        return _load(path) if path.is_file() else None

    def call(self, method: str, arguments: Json) -> list[str]:
        """What is wrong with a call's (already decoded) arguments."""
        known = self.methods.get(method)
        if known is None:
            return [f"{method}: no such method"]
        fields = {field["name"]: field for field in known.get("fields", [])}
        wrong = []
        for name, value in arguments.items():
            if name not in fields:
                wrong.append(f'{method}: no such parameter "{name}"')
            elif problem := self._any(tuple(fields[name]["types"]))(value):
                wrong.append(f"{method}: {name}{problem if problem.startswith(('.', '[')) else ' ' + problem}")
        wrong += [
            f'{method}: the required parameter "{name}" is missing'
            for name, field in fields.items()
            if field["required"] and name not in arguments
        ]
        return wrong

    def answer(self, method: str, result: Any) -> str | None:
        """What is wrong with the shape of an answer."""
        known = self.methods.get(method)
        problem = self._any(tuple(known["returns"]))(result) if known else "comes from no known method"
        return f"the answer of {method} {problem}" if problem else None

    def value(self, type_name: str, value: Any) -> str | None:
        """What is wrong with a value of a named type."""
        return self._check(type_name)(value)

    def _check(self, name: str) -> Check:
        check = self._checks.get(name)
        if check is None:
            check = self._checks[name] = self._make(name)
        return check

    def _make(self, name: str) -> Check:
        if name.startswith("Array of "):
            return self._array(name.removeprefix("Array of "))
        known = self.types.get(name)
        if known is None:
            return lambda _: f"is of an unknown type {name}"
        if known.get("subtypes"):
            return self._any(tuple(known["subtypes"]))
        return self._object(name, known.get("fields") or [])

    def _array(self, inner: str) -> Check:
        def check(value: Any) -> str | None:
            if not isinstance(value, list):
                return f"is not an Array of {inner}"
            item_check = self._check(inner)
            for index, item in enumerate(value):
                if problem := item_check(item):
                    return _at(f"[{index}]", problem)
            return None

        return check

    def _object(self, name: str, fields: list[Json]) -> Check:
        checks = {field["name"]: tuple(field["types"]) for field in fields}
        required = [field["name"] for field in fields if field["required"]]
        constants = {
            field["name"]: match.group(1) or match.group(2)
            for field in fields
            if field["name"] in ("type", "status", "source") and (match := _ALWAYS.search(field["description"]))
        }
        made: dict[str, Check] = {}

        def check(value: Any) -> str | None:
            if not isinstance(value, dict):
                return f"is not a {name}"
            for key, constant in constants.items():
                if value.get(key) != constant:
                    return f'.{key} is not "{constant}", as in {name}'
            for key in required:
                if key not in value:
                    return f".{key} is missing in {name}"
            for key, item in value.items():
                one = made.get(key)
                if one is None:
                    if key not in checks:
                        return f".{key} is no field of {name}"
                    one = made[key] = self._any(checks[key])
                if problem := one(item):
                    return _at(f".{key}", problem)
            return None

        return check

    def _any(self, names: tuple[str, ...]) -> Check:
        if len(names) == 1:
            return self._check(names[0])
        key = " or ".join(names)
        check = self._checks.get(key)
        if check is not None:
            return check

        def one_of(value: Any) -> str | None:
            closest = ""
            for name in names:
                problem = self._check(name)(value)
                if problem is None:
                    return None
                if len(problem) > len(closest) and "as in" not in problem:
                    closest = problem
            return closest or f"is none of {key}"

        self._checks[key] = one_of
        return one_of


def _at(where: str, problem: str) -> str:
    return where + (problem if problem.startswith((".", "[")) else f" {problem}")


@functools.cache
def _load(path: Path) -> Spec:
    return Spec(json.loads(path.read_text(encoding="utf-8")))

"""Trouble on demand: refused calls, dropped connections, slow answers."""

from dataclasses import dataclass
from typing import Literal

from sandbox.errors import ApiError, too_many_requests

When = Literal["before", "after"]
_WORDS = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `method` ("*": any)."""

    method: str
    times: int
    status: int = 0  # 0: the connection is closed without an answer
    retry_after: int | None = None
    when: When = "before"
    description: str | None = None

    def error(self) -> ApiError:
        """The answer of a failed call."""
        if self.status == 429:
            return too_many_requests(self.retry_after or 1)
        return ApiError(self.status, self.description or _WORDS.get(self.status, "Error"))


class Faults:
    """The troubles to come, in the order they were asked for."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self.latencies: dict[str, float] = {}

    def fail(
        self,
        method: str,
        times: int = 1,
        status: int = 429,
        retry_after: int | None = None,
        description: str | None = None,
    ) -> None:
        """The next `times` calls of `method` are answered with an error, and do nothing."""
        self.pending.append(Fault(method, times, status, retry_after, "before", description))

    def drop(self, method: str, times: int = 1, when: When = "before") -> None:
        """The next `times` calls of `method` get no answer: the connection closes before or after acting."""
        self.pending.append(Fault(method, times, when=when))

    def latency(self, seconds: float, method: str | None = None) -> None:
        """Every call (of `method`) takes at least so long; 0 ends it."""
        key = method or "*"
        if seconds:
            self.latencies[key] = seconds
        else:
            self.latencies.pop(key, None)

    def clear(self) -> None:
        """No more trouble."""
        self.pending.clear()
        self.latencies.clear()

    def delay(self, method: str) -> float:
        """Seconds a call of `method` must take."""
        if not self.latencies:
            return 0.0
        return self.latencies.get(method, self.latencies.get("*", 0.0))

    def next(self, method: str) -> Fault | None:
        """The fault that befalls this call, if any; used up by asking."""
        for fault in self.pending:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.pending.remove(fault)
                return fault
        return None

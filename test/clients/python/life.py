"""What a kind of resource goes through by the methods of an SDK, as steps that are reported one by one."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Callable, Iterable

from azure.core.exceptions import HttpResponseError


@dataclass(frozen=True)
class Refused:
    """A call that is refused, the class of azure-core's error, and its code."""

    call: Callable[[], Any]
    error: type[HttpResponseError]
    code: str


@dataclass(frozen=True)
class Life:
    """A resource from its making to its end; what is a long-running operation is given as its poller."""

    what: str
    create: Callable[[], Any]
    get: Callable[[], Any]
    list: Callable[[], Iterable[Any]]
    remove: Callable[[], Any]
    refused: Refused
    update: Callable[[], Any] | None = None
    updated: Callable[[Any], bool] = lambda shown: True


Step = tuple[str, Callable[[], None]]


def done(begun: Any) -> Any:
    """The result of what an SDK's method returned: of a poller when it has ended."""
    return begun.result() if hasattr(begun, "wait") else begun


def steps_of(life: Life) -> list[Step]:
    """The steps of a life, in their order."""
    made: list[str] = []

    def create() -> None:
        made.append(done(life.create()).name)

    def get() -> None:
        got = life.get().name
        assert got == made[0], f"it was made as {made[0]} and is {got}"

    def names() -> list[str]:
        return [one.name for one in life.list()]

    def listed() -> None:
        assert made[0] in names(), f"{made[0]} is not among {names()}"

    def update() -> None:
        for shown in (done(life.update()), life.get()):
            assert life.updated(shown), f"the update is not in {shown}"

    def remove() -> None:
        done(life.remove())
        assert made[0] not in names(), f"{made[0]} is still among {names()}"

    steps: list[Step] = [("create", create), ("get", get), ("list", listed)]
    if life.update is not None:
        steps.append(("update", update))
    refused = life.refused
    steps.append((f"refused with {refused.code}", lambda: must_refuse(refused)))
    steps.append(("delete", remove))
    return [(f"{life.what}: {name}", run) for name, run in steps]


def must_refuse(refused: Refused) -> None:
    """That a call is refused with this class of error and this code."""
    try:
        answer = done(refused.call())
    except HttpResponseError as error:
        code = error.error.code if error.error is not None else None
        assert (type(error), code) == (refused.error, refused.code), f"{type(error).__name__} {code}: {error.message}"
        return
    raise AssertionError(f"it was not refused: {answer}")


def report(steps: Iterable[Step]) -> None:
    """Takes every step, and prints what came of it as a line of JSON."""
    for what, run in steps:
        began = time.monotonic()
        line: dict[str, Any] = {"what": what, "outcome": "passed"}
        try:
            run()
        except Exception as error:  # whatever an SDK throws is the outcome
            line.update(outcome="failed", why=f"{type(error).__name__}: {error}"[:2000])
        line["seconds"] = time.monotonic() - began
        print(json.dumps(line), flush=True)

"""The stored form of a step: a message that comes twice gets the answer of the first time."""

from collections.abc import Sequence

from clinic.services.dialogue import Choice, Json, JsonValue, Reply, Step, Taken


def stored_step(step: Step) -> Json:
    return {"taken": step.taken.value, "replies": stored_replies(step.replies)}


def load_step(stored: Json) -> Step:
    return Step(Taken(str(stored["taken"])), load_replies(stored["replies"]))


def stored_replies(replies: Sequence[Reply]) -> list[JsonValue]:
    return [
        {
            "response": reply.response,
            "values": dict(reply.values),
            "choices": [
                {"title": choice.title, "intent": choice.intent, "data": dict(choice.data)}
                for choice in reply.choices
            ],
        }
        for reply in replies
    ]


def load_replies(stored: JsonValue) -> tuple[Reply, ...]:
    rows = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list | tuple) else []
    return tuple(
        Reply(
            str(row["response"]),
            {name: str(value) for name, value in _mapping(row["values"]).items()},
            tuple(_choice(_mapping(choice)) for choice in _rows(row["choices"])),
        )
        for row in rows
    )


def _choice(row: Json) -> Choice:
    return Choice(str(row["title"]), str(row["intent"]), _mapping(row["data"]))


def _mapping(value: JsonValue) -> Json:
    return value if isinstance(value, dict) else {}


def _rows(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list | tuple) else ()

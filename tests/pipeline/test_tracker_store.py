"""What the engine keeps of a conversation: little, without words, and nothing once it is erased."""

import json
import sqlite3
from pathlib import Path

import httpx

from tests.pipeline.engine import ActionServer, Engine


def rows(engine: Engine, conversation_id: str) -> list[str]:
    with sqlite3.connect(engine.folder / "engine.db") as database:
        found = database.execute(
            "SELECT events FROM engine_conversations WHERE conversation_id = ?", (conversation_id,)
        )
        return [events for (events,) in found]


def test_turn_200_keeps_no_more_than_turn_20(engine: Engine) -> None:
    for turn in range(20):
        engine.turn("talks-long", f"m{turn}", text="does it hurt?")
    [at_20] = rows(engine, "talks-long")
    for turn in range(20, 200):
        engine.turn("talks-long", f"m{turn}", text="does it hurt?")
    [at_200] = rows(engine, "talks-long")

    assert len(json.loads(at_200)) <= len(json.loads(at_20))
    assert len(at_200) <= 1.05 * len(at_20)


def test_a_form_outlives_the_events_that_opened_it(engine: Engine) -> None:
    engine.turn("is-patient", intent="start_prescreen")
    for turn in range(10):
        engine.turn("is-patient", f"m{turn}", intent="faq/pain", form="prescreen_form")

    [events] = rows(engine, "is-patient")

    assert {"active_loop": "prescreen_form"} in [
        {"active_loop": event["name"]} for event in json.loads(events) if event["event"] == "active_loop"
    ]


def test_no_word_of_the_patient_is_kept_or_logged(engine: Engine) -> None:
    engine.turn("confides", text="I take warfarin since my stroke, zzyzx")

    [events] = rows(engine, "confides")
    assert "zzyzx" not in events
    assert "zzyzx" not in engine.log()


def test_erasing_leaves_nothing_and_may_be_repeated(engine: Engine) -> None:
    engine.turn("regrets", text="hello")

    for _ in range(2):
        answer = engine.client.delete(f"{engine.url}/conversations/regrets")
        assert answer.status_code == httpx.codes.NO_CONTENT
    assert rows(engine, "regrets") == []


def test_the_same_on_postgresql_with_locks_in_redis(
    model: Path,
    action_server: ActionServer,
    tmp_path: Path,
    empty_postgres_url: str,
    redis_url: str,
) -> None:
    engine = Engine(tmp_path, action_server.port, database=empty_postgres_url, redis=redis_url)
    engine.start(model)

    try:
        first = engine.turn("far", intent="start_prescreen")
        second = engine.turn("far", "m2", intent="affirm", form="prescreen_form")
        gone = engine.client.delete(f"{engine.url}/conversations/far")
    finally:
        engine.stop()

    assert first["replies"][-1]["response"] == second["replies"][-1]["response"] == "utter_health_question"
    assert gone.status_code == httpx.codes.NO_CONTENT

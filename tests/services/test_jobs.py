"""Jobs run one after another: each under its own lease, a round at a time, and what fails comes again."""

import logging

import pytest

from clinic.services.dialogue import Json
from clinic.services.jobs import BATCH, LEASE, ROUND, Handler, Jobs, NotYet
from tests.db.factories import make_job
from tests.fakes import MONDAY_MORNING
from tests.services.world import World


def queued(world: World, count: int, handler: Handler) -> Jobs:
    with world.uow() as uow:
        for number in range(count):
            uow.jobs.add(make_job(kind="try", payload={"number": number}, run_at=MONDAY_MORNING))
        uow.commit()
    return Jobs(world.uow, world.clock, {"try": handler})


def test_a_round_does_a_batch_and_the_next_one_the_rest(world: World) -> None:
    done: list[Json] = []
    jobs = queued(world, BATCH + 3, done.append)

    assert [jobs.run_due(), jobs.run_due(), jobs.run_due()] == [BATCH, 3, 0]
    assert len(done) == BATCH + 3


def test_slow_jobs_end_the_round_early_and_none_loses_its_lease(world: World) -> None:
    done: list[Json] = []

    def slow(payload: Json) -> None:
        world.clock.moment += ROUND / 2
        done.append(payload)

    jobs = queued(world, 60, slow)

    assert jobs.run_due() == 2
    while jobs.run_due():
        pass
    assert len(done) == 60  # longer than a lease in all, and none was done twice
    assert 60 * ROUND / 2 > LEASE


def test_what_fails_comes_again_and_the_others_run(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    tried: list[Json] = []

    def fails_at_first(payload: Json) -> None:
        tried.append(payload)
        if payload["number"] == 0 and len(tried) < 3:
            raise NotYet("the moon is full") if len(tried) > 1 else ValueError("secret words")

    jobs = queued(world, 2, fails_at_first)

    assert jobs.run_due() == 1
    assert "secret" not in caplog.text
    world.clock.move(seconds=10)
    assert jobs.run_due() == 1


def test_kinds_of_another_runner_are_left_to_it(world: World) -> None:
    queued(world, 1, lambda _: None)

    assert Jobs(world.uow, world.clock, {"other": lambda _: None}).run_due() == 0

"""The jobs table on SQLite and PostgreSQL: queued once, leased by one, retried, dropped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.db.conftest import Begin
from tests.db.factories import make_job
from tests.fakes import MONDAY_MORNING

LEASE_END = MONDAY_MORNING + timedelta(minutes=2)


def test_the_same_job_is_queued_once(begin: Begin) -> None:
    with begin() as uow:
        assert uow.jobs.add(make_job(dedup_key="reminder:1"))
        assert not uow.jobs.add(make_job(dedup_key="reminder:1"))
        assert uow.jobs.add(make_job(dedup_key="reminder:2"))
        uow.commit()


def test_a_job_is_leased_when_it_is_due_and_not_twice(begin: Begin) -> None:
    with begin() as uow:
        uow.jobs.add(make_job(kind="due"))
        uow.jobs.add(make_job(MONDAY_MORNING + timedelta(hours=1), kind="later"))
        uow.commit()

    with begin() as uow:
        assert [job.kind for job in uow.jobs.lease_due(MONDAY_MORNING, LEASE_END, 10)] == ["due"]
        assert uow.jobs.lease_due(MONDAY_MORNING, LEASE_END, 10) == ()
        after = LEASE_END + timedelta(seconds=1)
        assert [job.attempts for job in uow.jobs.lease_due(after, after, 10)] == [2]


def test_workers_share_jobs_without_doing_one_twice(begin: Begin) -> None:
    with begin() as uow:
        for number in range(20):
            uow.jobs.add(make_job(dedup_key=str(number)))
        uow.commit()

    def lease(_: int) -> list[str]:
        with begin() as uow:
            taken = [job.id for job in uow.jobs.lease_due(MONDAY_MORNING, LEASE_END, 3)]
            uow.commit()
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = [job for jobs in pool.map(lease, range(12)) for job in jobs]

    assert len(taken) == len(set(taken))
    assert 12 <= len(taken) <= 20


def test_a_finished_job_is_over_and_a_failed_one_comes_again(begin: Begin) -> None:
    done, failed = make_job(), make_job()
    later = MONDAY_MORNING + timedelta(minutes=5)
    with begin() as uow:
        uow.jobs.add(done)
        uow.jobs.add(failed)
        uow.jobs.finish(done.id, MONDAY_MORNING)
        uow.jobs.retry(failed.id, later, "EngineFailed")
        uow.commit()

    with begin() as uow:
        assert uow.jobs.lease_due(MONDAY_MORNING, LEASE_END, 10) == ()
        assert [job.problem for job in uow.jobs.lease_due(later, later, 10)] == ["EngineFailed"]


def test_only_unfinished_jobs_of_a_prefix_are_dropped(begin: Begin) -> None:
    done = make_job(dedup_key="c_1:a")
    with begin() as uow:
        uow.jobs.add(done)
        uow.jobs.finish(done.id, MONDAY_MORNING)
        for key in ("c_1:b", "cx1:c", "c_2:d"):
            uow.jobs.add(make_job(dedup_key=key))
        assert uow.jobs.drop("c_1:") == 1
        uow.commit()

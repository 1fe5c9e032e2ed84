"""The CheckList cases, and how a test tells about those that fail."""

from collections.abc import Callable, Sequence

from clinic.config import ROOT
from pipeline.evaluation.checklist import FOLDER, Case, Kind, Verdict, read_cases

CASES = read_cases(ROOT / FOLDER)


def cases_of(*kinds: Kind, where: Callable[[Case], object] = lambda _case: True) -> list[Case]:
    return [case for case in CASES if case.kind in kinds and where(case)]


def assert_share(verdicts: Sequence[Verdict], fails: Callable[[Verdict], bool], at_least: float) -> None:
    """So large a share must not fail; the message lists every case that does."""
    failed = [verdict for verdict in verdicts if fails(verdict)]
    share = 1 - len(failed) / len(verdicts)
    assert share >= at_least, "\n".join(
        (f"{share:.1%} of {len(verdicts)}, and not {at_least:.1%}", *map(_told, failed))
    )


def _told(verdict: Verdict) -> str:
    case, answer = verdict.case, verdict.answer
    heard = " + ".join((answer.decided, *answer.also))
    due = " or ".join(case.labels)
    return f"{case.name}: {case.text!r} → {heard} ({answer.best} {answer.confidence:.2f}), due: {due}"

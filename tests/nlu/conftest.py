"""The model's answers, fetched once for the session."""

from collections.abc import Mapping

import pytest

from pipeline.evaluation.answers import Answer
from pipeline.evaluation.checklist import Case, Kind, Verdict, judge
from tests.nlu.asking import ask
from tests.nlu.bad_texts import BAD_TEXTS
from tests.nlu.cases import CASES


@pytest.fixture(scope="session")
def answers() -> Mapping[str, Answer]:
    """Text → answer, for every text of these tests."""
    seeds = (case.seed for case in CASES if case.seed)
    texts = list(dict.fromkeys((*(case.text for case in CASES), *seeds, *BAD_TEXTS.values())))
    return dict(zip(texts, ask(texts), strict=True))


@pytest.fixture(scope="session")
def verdicts(answers: Mapping[str, Answer]) -> Mapping[Case, Verdict]:
    judged = judge(CASES, lambda texts: [answers[text] for text in texts])
    return {verdict.case: verdict for verdict in judged}


@pytest.fixture(scope="session")
def by_kind(verdicts: Mapping[Case, Verdict]) -> Mapping[Kind, list[Verdict]]:
    return {kind: [verdict for case, verdict in verdicts.items() if case.kind is kind] for kind in Kind}

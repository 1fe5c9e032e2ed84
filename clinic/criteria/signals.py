"""Signals of a message beside red flags and findings, as data."""

from pathlib import Path
from typing import Final, Literal

from clinic.criteria.findings import FindingPattern
from clinic.criteria.loading import CriteriaInvalid, Strict, read_file
from clinic.criteria.vocabulary import Vocabulary

PATH: Final = Path(__file__).with_name("signals.yml")
SignalName = Literal["third_person", "distress", "pressure", "drug_advice", "self_injection"]


class SignalRow(Strict):
    """One signal and the patterns that raise it."""

    signal: SignalName
    patterns: tuple[FindingPattern, ...]


class SignalFile(Strict):
    """The signals."""

    signals: tuple[SignalRow, ...]


def load_signals(vocabulary: Vocabulary, path: Path = PATH) -> tuple[SignalRow, ...]:
    """Read and check the signals against the vocabulary."""
    rows = read_file(path, SignalFile).signals
    named = {concept for row in rows for told in row.patterns for concept in (*told.all, *told.unless)}
    if not named <= vocabulary.names:
        raise CriteriaInvalid(f"{path.name}: unknown concepts {sorted(named - vocabulary.names)}")
    return rows

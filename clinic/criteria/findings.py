"""The findings a patient's words may hold, as data: concept, patterns, and what fixes the assertion."""

from pathlib import Path
from typing import Final, Literal

from clinic.criteria.loading import CriteriaInvalid, Strict, read_folder
from clinic.criteria.vocabulary import Vocabulary

HERE: Final = Path(__file__).parent / "findings"
ConceptName = Literal[
    "pregnancy", "possible_pregnancy", "breastfeeding", "trying_to_conceive", "diabetes", "cancer",
    "stroke_paralysis", "clotting_disorder", "anticoagulant", "allergy", "injection_reaction", "autoimmune",
    "immune_suppression", "scalp_infection", "heart_disease", "high_blood_pressure", "kidney_liver_disease",
    "hiv_hepatitis", "epilepsy", "needle_phobia", "keloid", "minor_age", "advanced_baldness",
    "sudden_or_patchy_loss", "recent_scalp_procedure", "other",
]  # fmt: skip
AssertionName = Literal["present", "uncertain", "historical", "negated"]


class FindingPattern(Strict):
    """Concepts that together make the finding; see clinic.language.patterns for the fields."""

    all: tuple[str, ...]
    within: int = 3
    ordered: bool = False
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    except_within: tuple[str, ...] = ()
    """Not where the words belong to one of these concepts: "pregnant" in "trying to get pregnant"."""
    says: AssertionName | None = None
    """The words themselves say how it is meant: "borderline sugar" is doubt."""


class FindingRow(Strict):
    """One concept and how it is told."""

    concept: ConceptName
    partner_counts: bool = False
    """What is said of a partner concerns the patient: trying for a baby."""
    patterns: tuple[FindingPattern, ...]


class FindingFile(Strict):
    """One file of findings."""

    findings: tuple[FindingRow, ...]


def load_findings(vocabulary: Vocabulary, folder: Path = HERE) -> tuple[FindingRow, ...]:
    """Read and check the findings against the vocabulary."""
    rows: list[FindingRow] = []
    for name, file in read_folder(folder, FindingFile):
        for row in file.findings:
            for pattern in row.patterns:
                unknown = {
                    *pattern.all,
                    *pattern.needs,
                    *pattern.unless,
                    *pattern.except_within,
                } - vocabulary.names
                if unknown:
                    raise CriteriaInvalid(f"{name}: {row.concept} names unknown concepts {sorted(unknown)}")
            rows.append(row)
    return tuple(rows)

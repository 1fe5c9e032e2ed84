"""A second opinion on reading grade: textstat 0.7.3, the last release that works without a network."""

import sys
from types import ModuleType

# textstat imports pkg_resources for a word list that the grade does not use; newer setuptools lack it.
sys.modules.setdefault("pkg_resources", ModuleType("pkg_resources"))

import textstat  # noqa: E402


def second_grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))

"""Why a question is asked and what it means, for whoever asks that instead of answering."""

from typing import Final

from clinic.criteria.health_phrases import HealthPhrases, plain, stands_in
from clinic.criteria.health_questions import HealthQuestion
from clinic.services.dialogue import Reply
from clinic.services.prescreen.asking import ask, explanation
from clinic.services.prescreen.pending import PendingKind
from clinic.services.prescreen.sitting import Sitting

FEWEST_LETTERS: Final = 4  # of a word that a patient may ask about; shorter ones stand in every question


def explain(sitting: Sitting, phrases: HealthPhrases, text: str) -> tuple[Reply, ...]:
    """The question in other words, and what is open once more; nothing where the text asks something else."""
    question, pending = sitting.sheet.open_question, sitting.sheet.pending
    if question is None or not _asks_to_explain(question, phrases, text):
        return ()
    if pending is None or pending.kind is PendingKind.CHANGE:
        sitting.change(current_question=question.id)
        return (explanation(sitting.sheet, question.id),)
    return (explanation(sitting.sheet, question.id, with_choices=False), *ask(sitting))


def _asks_to_explain(question: HealthQuestion, phrases: HealthPhrases, text: str) -> bool:
    if phrases.match("explain", text):
        return True
    words = plain(text)
    if not phrases.match("asks_meaning", text):
        return False
    asking = {word for phrase in phrases.asks_meaning.anywhere for word in phrase.split()}
    meant = [word for word in words.split() if word not in asking and len(word) >= FEWEST_LETTERS]
    asked = plain(question.text)
    return bool(meant) and all(stands_in((word,), asked) for word in meant)

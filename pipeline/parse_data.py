"""How Rasa carries what was understood: one label, one confidence, the same for free text and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

RETRIEVAL_INTENT: Final = "faq"
FALLBACK: Final = "nlu_fallback"
ALSO: Final = "also"  # a second question in the same message

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Also:
    """A second question in the same message; `is_first` when it was asked before the one that is acted on."""

    label: str
    is_first: bool


def is_topic(label: str) -> bool:
    """True for a question about the treatment or the clinic: one reviewed answer a label."""
    return label.startswith(f"{RETRIEVAL_INTENT}/")


def label_fields(label: str, confidence: float, ranking: Ranking, also: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields that Rasa's stock classifier and response selector would fill, and a second one."""
    topic = is_topic(label)
    intent: dict[str, Any] = {"name": RETRIEVAL_INTENT if topic else label, "confidence": confidence}
    selector: dict[str, Any] = {"all_retrieval_intents": [RETRIEVAL_INTENT]}
    if topic:
        intent["full_retrieval_intent_name"] = label
        selector[RETRIEVAL_INTENT] = _selected(label, confidence)
    return {
        "intent": intent,
        "intent_ranking": [{"name": name, "confidence": score} for name, score in ranking],
        "response_selector": selector,
        ALSO: [{"label": also.label, "first": also.is_first}] if also else [],
    }


def pressed(intent: str) -> dict[str, Any]:
    """Return parse data for a button: certain, and without words."""
    return {"text": "", "entities": [], **label_fields(intent, 1.0, [(intent, 1.0)])}


def nothing_understood() -> dict[str, Any]:
    """Return parse data for a message in which there is nothing to read."""
    return {"text": "", "entities": [], **label_fields(FALLBACK, 0.0, [])}


def understood(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what the gateway tells web: the full label, and the best labels whatever the gates decided."""
    intent = parse_data["intent"]
    return {
        "label": intent.get("full_retrieval_intent_name") or intent["name"],
        "confidence": intent["confidence"],
        "ranking": [
            {"label": rank["name"], "confidence": rank["confidence"]} for rank in parse_data["intent_ranking"]
        ],
        "also": parse_data[ALSO],
    }


def _selected(label: str, confidence: float) -> dict[str, Any]:
    return {
        "response": {
            "responses": [],
            "confidence": confidence,
            "intent_response_key": label,
            "utter_action": f"utter_{label}",
        },
        "ranking": [{"confidence": confidence, "intent_response_key": label}],
    }

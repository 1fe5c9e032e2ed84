"""A plain NumPy forward pass of the published encoder: slow, short, and what the converted one must equal."""

from __future__ import annotations

import numpy as np

from pipeline.encoder import pooled
from pipeline.encoder_spec import EPSILON, HEADS, LAYERS, Weights


def reference_embedding(weights: Weights, token_ids: list[int]) -> np.ndarray:
    """Return the unit vector of one text, given its token ids."""
    states = _embedded(weights, token_ids)
    for layer in range(LAYERS):
        states = _layer(weights, f"encoder.layer.{layer}", states)
    return pooled(states[None], np.array([len(token_ids)]))[0]


def _embedded(weights: Weights, token_ids: list[int]) -> np.ndarray:
    states = (
        weights["embeddings.word_embeddings.weight"][token_ids]
        + weights["embeddings.position_embeddings.weight"][: len(token_ids)]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    return _normalised(weights, "embeddings.LayerNorm", states)


def _layer(weights: Weights, name: str, states: np.ndarray) -> np.ndarray:
    attended = _linear(weights, f"{name}.attention.output.dense", _attention(weights, name, states))
    states = _normalised(weights, f"{name}.attention.output.LayerNorm", states + attended)
    widened = _gelu(_linear(weights, f"{name}.intermediate.dense", states))
    narrowed = _linear(weights, f"{name}.output.dense", widened)
    return _normalised(weights, f"{name}.output.LayerNorm", states + narrowed)


def _attention(weights: Weights, name: str, states: np.ndarray) -> np.ndarray:
    query, key, value = (
        _heads(_linear(weights, f"{name}.attention.self.{part}", states))
        for part in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
    return mixed.transpose(1, 0, 2).reshape(states.shape)


def _heads(states: np.ndarray) -> np.ndarray:
    return states.reshape(len(states), HEADS, -1).transpose(1, 0, 2)


def _linear(weights: Weights, name: str, states: np.ndarray) -> np.ndarray:
    return states @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normalised(weights: Weights, name: str, states: np.ndarray) -> np.ndarray:
    centred = states - states.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt(centred.var(axis=-1, keepdims=True) + EPSILON)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _gelu(states: np.ndarray) -> np.ndarray:
    # The Gauss error function after Abramowitz and Stegun 7.1.26, exact to 1.5e-7: more than float32 keeps.
    x = np.abs(states) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return states * (1 + np.sign(states) * (1 - series * np.exp(-x * x))) / 2

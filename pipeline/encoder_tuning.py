"""Teaches the top of the sentence encoder to tell answers apart (docs/adr/0003-tune-the-encoder.md).

The lower layers stay as published, so what they make of each example is computed once; only the layers above
and the linear head learn. The same data gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import tensorflow as tf

from pipeline.encoder_layers import through, unit_means
from pipeline.encoder_spec import LAYERS, Weights

CHUNKS_SORTED_TOGETHER: Final = 16  # batches of like length waste little on padding, and stay mixed
WARM_UP: Final = 0.1  # share of the steps in which the learning rate rises


@dataclass(frozen=True)
class Schedule:
    """How long and how strongly the encoder learns; measured in five-fold cross-validation."""

    first_layer: int = 4  # of 0 to 5: the first that learns
    epochs: int = 2
    learning_rate: float = 7e-4
    batch_size: int = 128
    dropout: float = 0.1
    weight_decay: float = 0.01
    seed: int = 0


@dataclass(frozen=True)
class Head:
    """The linear model on top: one row of weights and one bias for each answer."""

    weights: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True)
class Tuned:
    """The layers that learned, by their published names, and the head that learned with them."""

    weights: dict[str, np.ndarray]
    head: Head


def tune(
    weights: Weights,
    readings: Sequence[Sequence[np.ndarray]],
    targets: np.ndarray,
    head: Head,
    how: Schedule,
    tell: Callable[[float], None],
) -> Tuned:
    """Return weights and head after learning.

    Args:
        weights: The published arrays.
        readings: What the layers that do not learn make of each text, one row a token. Epochs take turns with
            the readings.
        targets: One row for each text: how much each answer is its own; rows add up to 1.
        head: Where the head begins.
        how: How long and how strongly to learn.
        tell: Is told the share that is done.
    """
    tf.keras.utils.set_random_seed(how.seed)
    tf.config.experimental.enable_op_determinism()
    learner = _Learner(weights, head, how)
    steps = list(_steps(readings, how))
    for number, (reading, rows) in enumerate(steps):
        states, mask = _padded([reading[row] for row in rows])
        learner.learn(states, mask, targets[rows], _learning_rate(how, number, len(steps)))
        tell((number + 1) / len(steps))
    return learner.tuned()


def _steps(
    readings: Sequence[Sequence[np.ndarray]], how: Schedule
) -> Iterator[tuple[Sequence[np.ndarray], np.ndarray]]:
    """Return the batches of all epochs: which reading, and which of its rows."""
    for epoch in range(how.epochs):
        reading = readings[epoch % len(readings)]
        lengths = np.array([len(states) for states in reading])
        yield from ((reading, rows) for rows in _batches(lengths, how, epoch))


class _Learner:
    """The variables that learn, and one step of learning."""

    def __init__(self, weights: Weights, head: Head, how: Schedule) -> None:
        self._layers = range(how.first_layer, LAYERS)
        names = tuple(f"encoder.layer.{layer}." for layer in self._layers)
        self._upper = {name: tf.Variable(array) for name, array in weights.items() if name.startswith(names)}
        self._head = tf.Variable(head.weights), tf.Variable(head.bias)
        self._dropout = how.dropout
        self._optimizer = tf.keras.optimizers.AdamW(weight_decay=how.weight_decay, global_clipnorm=1.0)

    def learn(self, states: tf.Tensor, mask: tf.Tensor, targets: np.ndarray, rate: float) -> None:
        self._optimizer.learning_rate = rate
        self._step(states, mask, tf.constant(targets))

    def tuned(self) -> Tuned:
        upper = {name: variable.numpy() for name, variable in self._upper.items()}
        return Tuned(upper, Head(*(variable.numpy() for variable in self._head)))

    @tf.function(reduce_retracing=True, autograph=False)
    def _step(self, states: tf.Tensor, mask: tf.Tensor, targets: tf.Tensor) -> None:
        variables = [*self._upper.values(), *self._head]
        with tf.GradientTape() as tape:
            states = through(self._upper, self._layers, states, mask, self._dropout)
            scores = tf.matmul(unit_means(states, mask), self._head[0], transpose_b=True) + self._head[1]
            losses = tf.nn.softmax_cross_entropy_with_logits(targets, scores)
            loss = tf.reduce_mean(losses)
        self._optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))


def _padded(texts: Sequence[np.ndarray]) -> tuple[tf.Tensor, tf.Tensor]:
    longest = max(len(text) for text in texts)
    padded = np.zeros((len(texts), longest, texts[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(texts), longest), dtype=np.float32)
    for row, text in enumerate(texts):
        padded[row, : len(text)] = text
        mask[row, : len(text)] = 1.0
    return tf.constant(padded), tf.constant(mask)


def _batches(lengths: np.ndarray, how: Schedule, epoch: int) -> Iterator[np.ndarray]:
    """Return the rows of each batch of an epoch: every text once, like lengths together, in random order."""
    draw = np.random.default_rng((how.seed, epoch))
    order = draw.permutation(len(lengths))
    batches: list[np.ndarray] = []
    for start in range(0, len(order), how.batch_size * CHUNKS_SORTED_TOGETHER):
        chunk = order[start : start + how.batch_size * CHUNKS_SORTED_TOGETHER]
        chunk = chunk[np.argsort(lengths[chunk], kind="stable")]
        batches += [chunk[at : at + how.batch_size] for at in range(0, len(chunk), how.batch_size)]
    return (batches[place] for place in draw.permutation(len(batches)))


def _learning_rate(how: Schedule, step: int, steps: int) -> float:
    """Rise for the first tenth of the steps, then fall evenly to nothing."""
    rising = (step + 1) / (WARM_UP * steps)
    return how.learning_rate * min(1.0, rising) * (1 - step / steps)

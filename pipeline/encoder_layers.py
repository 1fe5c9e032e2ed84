"""The encoder's layers in TensorFlow, so that their weights can learn; needed at training only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tensorflow as tf

from pipeline.encoder_spec import EPSILON, HEADS

Arrays = Mapping[str, tf.Tensor]


def through(
    weights: Arrays, layers: Sequence[int], states: tf.Tensor, mask: tf.Tensor, dropout: float = 0.0
) -> tf.Tensor:
    """Return the token states after these layers; `mask` is 1 for tokens and 0 for padding."""
    for number in layers:
        name = f"encoder.layer.{number}"
        attended = _linear(weights, f"{name}.attention.output.dense", _attention(weights, name, states, mask))
        attended = tf.nn.dropout(attended, dropout)
        states = _normalised(weights, f"{name}.attention.output.LayerNorm", states + attended)
        widened = tf.nn.gelu(_linear(weights, f"{name}.intermediate.dense", states))
        narrowed = tf.nn.dropout(_linear(weights, f"{name}.output.dense", widened), dropout)
        states = _normalised(weights, f"{name}.output.LayerNorm", states + narrowed)
    return states


def unit_means(states: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    """Return each text's mean token state, scaled to length 1."""
    return tf.math.l2_normalize(tf.reduce_sum(states * mask[..., None], axis=1), axis=-1)


def _attention(weights: Arrays, name: str, states: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    query, key, value = (
        _heads(_linear(weights, f"{name}.attention.self.{part}", states))
        for part in ("query", "key", "value")
    )
    scores = tf.matmul(query, key, transpose_b=True) / tf.sqrt(float(query.shape[-1]))
    scores += (1.0 - mask[:, None, None, :]) * -1e9
    mixed = tf.matmul(tf.nn.softmax(scores), value)
    return tf.reshape(tf.transpose(mixed, (0, 2, 1, 3)), tf.shape(states))


def _heads(states: tf.Tensor) -> tf.Tensor:
    shape = tf.shape(states)
    width = states.shape[-1] // HEADS
    return tf.transpose(tf.reshape(states, (shape[0], shape[1], HEADS, width)), (0, 2, 1, 3))


def _linear(weights: Arrays, name: str, states: tf.Tensor) -> tf.Tensor:
    weight = weights[f"{name}.weight"]
    # All tokens as rows of one matrix: with three axes TensorFlow keeps a gradient for each text.
    rows = tf.reshape(states, (-1, weight.shape[1]))
    made = tf.matmul(rows, weight, transpose_b=True) + weights[f"{name}.bias"]
    return tf.reshape(made, tf.concat([tf.shape(states)[:-1], [weight.shape[0]]], axis=0))


def _normalised(weights: Arrays, name: str, states: tf.Tensor) -> tf.Tensor:
    centred = states - tf.reduce_mean(states, axis=-1, keepdims=True)
    variance = tf.reduce_mean(centred * centred, axis=-1, keepdims=True)
    scaled = centred * tf.math.rsqrt(variance + EPSILON)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

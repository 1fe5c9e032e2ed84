"""Writes a CTranslate2 encoder from arrays in the published BERT layout: whole, float32 or int8."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import (
    Activation,
    EmbeddingsMerge,
    LayerSpec,
    TransformerEncoderModelSpec,
    TransformerEncoderSpec,
)
from ctranslate2.specs.common_spec import LinearSpec
from tokenizers import Tokenizer

LAYERS: Final = 6
HEADS: Final = 12
EPSILON: Final = 1e-12

Weights = Mapping[str, np.ndarray]


def write_encoder(
    weights: Weights, tokenizer_file: Path, folder: Path, precision: str, layers: int = LAYERS
) -> None:
    """Write the encoder, or its lowest layers, and its tokenizer into an empty folder.

    Args:
        weights: Arrays by their published names.
        tokenizer_file: The published tokenizer.
        folder: Where to write.
        precision: float32 or int8.
        layers: How many layers, from the lowest.
    """
    vocabulary = Tokenizer.from_file(str(tokenizer_file)).get_vocab()
    # Copies, because CTranslate2 scales the arrays it is given in place.
    own = {name: array.copy() for name, array in weights.items()}
    spec = TransformerEncoderModelSpec(_encoder_spec(own, layers))
    spec.register_vocabulary(sorted(vocabulary, key=vocabulary.__getitem__))
    spec.config.unk_token = "[UNK]"  # noqa: S105  # a word piece, not a password
    spec.config.layer_norm_epsilon = EPSILON
    spec.validate()
    spec.optimize(quantization=precision)
    spec.save(str(folder))
    shutil.copyfile(tokenizer_file, folder / "tokenizer.json")


def _encoder_spec(weights: Weights, layers: int) -> TransformerEncoderSpec:
    spec = TransformerEncoderSpec(
        layers,
        HEADS,
        pre_norm=False,
        activation=Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=EmbeddingsMerge.ADD,
    )
    spec.scale_embeddings = False
    spec.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    spec.embeddings[1].weight = weights["embeddings.token_type_embeddings.weight"]
    spec.position_encodings.encodings = weights["embeddings.position_embeddings.weight"]
    _fill_norm(spec.layernorm_embedding, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(spec.layer):
        _fill_layer(layer, weights, f"encoder.layer.{number}")
    return spec


def _fill_layer(layer: LayerSpec, weights: Weights, name: str) -> None:
    attention = layer.self_attention
    parts = [
        _fill_linear(LinearSpec(), weights, f"{name}.attention.self.{part}")
        for part in ("query", "key", "value")
    ]
    fuse_linear(attention.linear[0], parts)
    _fill_linear(attention.linear[1], weights, f"{name}.attention.output.dense")
    _fill_norm(attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
    _fill_linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
    _fill_linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
    _fill_norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")


def _fill_linear(spec: LinearSpec, weights: Weights, name: str) -> LinearSpec:
    spec.weight = weights[f"{name}.weight"]
    spec.bias = weights[f"{name}.bias"]
    return spec


def _fill_norm(spec: LayerSpec, weights: Weights, name: str) -> None:
    spec.gamma = weights[f"{name}.weight"]
    spec.beta = weights[f"{name}.bias"]

"""Reads one criteria file strictly: what the schema does not know is an error that names the file."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class Strict(BaseModel):
    """A row of a criteria file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CriteriaInvalid(ValueError):
    """A criteria file does not say what its schema expects."""


class _QuickLoader(yaml.CSafeLoader):
    """The C parser: the vocabulary is large. A key written twice would drop a concept in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return mapping


def read_file[Row: Strict](path: Path, schema: type[Row]) -> Row:
    """One file as its schema, or `CriteriaInvalid` with the file's name."""
    try:
        with path.open(encoding="utf-8") as file:
            return schema.model_validate(yaml.load(file, _QuickLoader))  # a SafeLoader, stricter still
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise CriteriaInvalid(f"{path.name}: {error}") from error


def read_folder[Row: Strict](folder: Path, schema: type[Row]) -> list[tuple[str, Row]]:
    """Every YAML file of a folder, with its name, in order of name."""
    return [(path.name, read_file(path, schema)) for path in sorted(folder.glob("*.yml"))]

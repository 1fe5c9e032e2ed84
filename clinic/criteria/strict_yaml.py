"""Reads the YAML that people edit: a key written twice is an error, and yes, no, on and off are words."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

_BOOLEAN: Final = "tag:yaml.org,2002:bool"


class YamlUnreadable(ValueError):
    """The file is missing or is not proper YAML; the message is one line and names the file."""


class _UniqueKeyLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            keys = [str(key.value) for key, _ in node.value]
            twice = next((key for key in keys if keys.count(key) > 1), "a key")
            raise yaml.constructor.ConstructorError(None, None, f'"{twice}" stands twice', node.start_mark)
        return mapping


# YAML 1.2 knows true and false only; PyYAML would also turn the answer `no` into False.
_UniqueKeyLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_UniqueKeyLoader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$", re.IGNORECASE), list("tTfF"))


def read_yaml(path: Path) -> Any:
    """Raises YamlUnreadable."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, _UniqueKeyLoader)  # a SafeLoader, stricter still
    except OSError as error:
        raise YamlUnreadable(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise YamlUnreadable(f"{path.name}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise YamlUnreadable(f"{path.name}: is not YAML: {_one_line(error)}") from None


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or 'unreadable'}{where}"

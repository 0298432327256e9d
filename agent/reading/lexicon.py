"""The knowledge of languages as data: the YAML files of `phrases/`, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times as fast


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The content of `phrases/<name>.yaml`; empty where there is none. Not to be changed."""
    resource = files("agent.reading") / "phrases" / f"{name}.yaml"
    if not resource.is_file():
        return {}
    found = yaml.load(resource.read_text("utf-8"), Loader=_Loader)
    return found if isinstance(found, dict) else {}


@cache
def words_of(name: str, key: str) -> frozenset[str]:
    """The words that `key` lists in `phrases/<name>.yaml`, separated by white space there."""
    return frozenset(str(lexicon(name).get(key, "")).split())

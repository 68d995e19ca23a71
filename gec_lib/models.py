"""Typed models over YAML files of ``params``: what the models do not know is refused with file and line.

Percentages are quoted text (``"50%"``), so that they stay exact.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.scalarstring import ScalarString


class PlanError(ValueError):
    """A parameter file says something the models do not know; the text names file and line."""


class Evidence(StrEnum):
    """Whether a statement was read in its source or is assumed."""

    VERIFIED = "verified"
    ASSUMED = "assumed"


class Unquoted(str):
    """A text that stands in a YAML file without quotes."""


def _percentage(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and value.endswith("%") and not isinstance(value, Unquoted):
        return Fraction(value[:-1].strip().replace(",", ".")) / 100
    raise ValueError(f'a percentage in quotes such as "50%" is expected, found {value!r}')


Percentage = Annotated[Fraction, BeforeValidator(_percentage)]


class Record(BaseModel):
    """Base of all models: frozen, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Words(Record):
    """A text in both languages."""

    vi: str
    en: str

    def text(self, lang: str) -> str:
        return self.vi if lang == "vi" else self.en


Model = TypeVar("Model", bound=Record)


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into a typed model.

    Raises
    ------
    PlanError
        With file and line: what was found there and what was expected.
    """
    return read_text_model(path.read_text(encoding="utf-8"), model, path=path)


def read_text_model(text: str, model: type[Model], *, path: Path) -> Model:
    """Read YAML text into a typed model; ``path`` names the file in complaints."""
    yaml = YAML(typ="rt")
    yaml.allow_duplicate_keys = False
    yaml.preserve_quotes = True
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PlanError(f"{path}, line {line}: {error.problem}; correct the YAML there") from None
    try:
        return model.model_validate(_bare(data))
    except ValidationError as error:
        raise PlanError("\n".join(_complaint(path, data, item) for item in error.errors())) from None


def _bare(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(value) for value in data]
    if isinstance(data, str):
        return str(data) if isinstance(data, ScalarString) else Unquoted(data)
    return data


def _complaint(path: Path, data: Any, item: Any) -> str:
    line: int = 1
    node: Any = data
    for key in item["loc"]:
        if isinstance(node, CommentedMap) and key in node:
            line, node = node.lc.key(key)[0] + 1, node[key]
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line, node = node.lc.item(key)[0] + 1, node[key]
        else:
            break
    place = ".".join(str(key) for key in item["loc"])
    found = "" if isinstance(item.get("input"), dict | list) else f", found {item.get('input')!r}"
    return f"{path}, line {line}: {place}: {item['msg']}{found}"

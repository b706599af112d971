"""Citations that code completes: a small model often names the first of the passages that it drew a sentence from, and leaves out the others."""

import re
from collections.abc import Sequence

from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.passages import Passage

_MOST_ADDED = 3
_NAME_OR_NUMBER = re.compile(r"[^\s,;:()\[\]]*[A-Z0-9][^\s,;:()\[\]]*")


def completed(text: str, cited: Sequence[Passage], shown: Sequence[Passage], linker: Linker) -> tuple[Passage, ...]:
    """The cited passages and, for names and numbers of the sentence that they lack, those shown that have most of them, at most three.

    A sentence that cites nothing is left so, and what no passage has stays uncited, for the check to find.
    """
    if not cited:
        return ()
    missing = _names_and_numbers(text, linker).difference(*(_terms(passage) for passage in cited))
    passages = list(cited)
    while missing and len(passages) < len(cited) + _MOST_ADDED:
        best = max(shown, key=lambda passage: len(missing & _terms(passage)), default=None)
        if best is None or not missing & _terms(best):
            break
        passages.append(best)
        missing -= _terms(best)
    return tuple(passages)


def _names_and_numbers(text: str, linker: Linker) -> set[str]:
    """Index terms of the words with a capital or a digit, but for the first word's capital, and of the entities."""
    begun = text[:1].lower() + text[1:]
    said = [match[0] for match in _NAME_OR_NUMBER.finditer(begun)] + [mention.text for mention in linker.link(text)]
    return {term for words in said for term in text_terms(words)}


def _terms(passage: Passage) -> frozenset[str]:
    return frozenset(text_terms(passage.text))

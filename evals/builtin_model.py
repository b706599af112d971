"""Puts yes/no questions to the built-in model, each with its own article among articles of an index that is about other things.

The article stands beside what a BM25 search of the index finds: reading, answerability and answering are measured, not search.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpuscle.agent import Answer, QuestionType
from corpuscle.agent.compose import Provenance, compose
from corpuscle.agent.coverage import question_concepts
from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.answerability import answer_probability
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.ground import ground
from corpuscle.agent.question import checked_question
from corpuscle.agent.reading import read_sentences
from corpuscle.agent.retrieve import ARTICLES_READ
from corpuscle.agent.review import review_triples
from corpuscle.agent.revision import revised
from corpuscle.agent.understand import Understanding, understand
from corpuscle.evals.builtin_report import Outcome
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.pubmedqa import YesNo, YesNoQuestion
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings

SENTENCES_WEIGHED = 10
"""As many as the model weighs before it says that a question cannot be answered."""


@dataclass(frozen=True, slots=True)
class BuiltinAgent:
    """The built-in model over one index, with the steps of the agent's graph around it."""

    retriever: Retriever
    store: GraphStore
    linker: Linker
    model: ExtractiveModel

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        """Over the index in `index_dir`. Raises RetrievalError, GraphError, or EvaluationError for an index without a graph."""
        index = Index.open(index_dir, RetrievalSettings())
        if index.graph_path is None:
            raise EvaluationError(
                f"The index at {index_dir} has no knowledge graph.", "Run the `corpuscle index build` that made it again with --graph."
            )
        store = GraphStore.open(index.graph_path)
        linker = Linker(store)
        model = ExtractiveModel(linker, corpus_rarity(index.text.document_frequency, len(index.text)))
        return cls(Retriever(index), store, linker, model)

    def outcome(self, question: YesNoQuestion) -> Outcome:
        """Reads the question's own article with the articles found, and these alone. Raises EncoderMissingError where its files are away."""
        understanding, evidence, others = self.read(question)
        without = self._read(understanding, others)
        answer = self._answer(understanding, evidence)
        return Outcome(
            decision=question.decision,
            first_right=first_right(evidence.sentences, question),
            probability_with=best_probability(evidence.sentences),
            probability_without=best_probability(without.sentences),
            answer=_said(answer),
            cites_own=any(citation.article_id == question.article.id for s in answer.statements for citation in s.citations),
            answered_without=not self._answer(understanding, without).abstained,
        )

    def loop(self, question: YesNoQuestion) -> tuple[tuple[YesNo | None, ...], bool]:
        """What is said with review, without revision and without review, and whether any verdict was other than unknown."""
        understanding, evidence, _ = self.read(question)
        generated = self.model.generate(understanding, evidence).triples
        reviewed = review_triples(generated, evidence, self.store)
        after = revised(reviewed, self.model.revise(understanding, evidence, reviewed).triples, 1)
        again = review_triples(after.triples, evidence, self.store)
        withdrawn = tuple(revision.before for revision in after.revisions)
        answers = (
            self._composed(understanding, evidence, again, withdrawn),
            self._composed(understanding, evidence, reviewed),
            self._composed(understanding, evidence, ()),
        )
        said: tuple[YesNo | None, ...] = tuple(_said(answer) for answer in answers)
        return said, any(review.verdict is not Verdict.UNKNOWN for review in reviewed)

    def read(self, question: YesNoQuestion) -> tuple[Understanding, Evidence, Sequence[Hit]]:
        """What is read with the question's own article, and the other hits alone."""
        understanding = understand(checked_question(question.text, QuestionType.YESNO), self.linker)
        found = self.retriever.search(understanding.query, ARTICLES_READ, "bm25", understanding.filters).hits
        others = [hit for hit in found if not is_its_article(hit.article, question)]
        return understanding, self._read(understanding, [*others, Hit(question.article, len(others) + 1, 0.0)]), others

    def _read(self, understanding: Understanding, hits: Sequence[Hit]) -> Evidence:
        """As Retrieve reads, but without the words that the index lacks: the own article, which may have them, is no part of it."""
        index = self.retriever.index
        concepts = question_concepts(understanding.query, understanding.mentions, index.text.document_frequency, len(index.text))
        return Evidence(tuple(hits), read_sentences(understanding.query, hits, concepts, self.linker, index.encoder))

    def _answer(self, understanding: Understanding, evidence: Evidence) -> Answer:
        """Generate, review, answer and ground, as the graph does; what a yes/no question claims is never withdrawn, so nothing is revised."""
        reviewed = review_triples(self.model.generate(understanding, evidence).triples, evidence, self.store)
        return self._composed(understanding, evidence, reviewed)

    def _composed(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Answer:
        draft = self.model.answer(understanding, evidence, reviewed, withdrawn)
        grounding = ground(draft, understanding, evidence, self.linker)
        provenance = Provenance(self.model.name, self.retriever.index.manifest.label)
        return compose(understanding, evidence, reviewed, draft, grounding, provenance)


def is_its_article(article: Article, question: YesNoQuestion) -> bool:
    """Whether the article of the index is the question's own: it has its PMID, or the question for a title."""
    return article.id == question.article.id or _words(article.title) == _words(question.text)


def first_right(sentences: Sequence[ReadSentence], question: YesNoQuestion) -> int | None:
    """Rank (from 1) of the first sentence of the question's article that stands in the long answer, or None."""
    return next(
        (rank for rank, s in enumerate(sentences, 1) if s.article.id == question.article.id and s.text in question.long_answer), None
    )


def best_probability(sentences: Sequence[ReadSentence]) -> float:
    """The highest answer probability of the best `SENTENCES_WEIGHED` sentences; 0 without sentences."""
    return max((answer_probability(sentence) for sentence in sentences[:SENTENCES_WEIGHED]), default=0.0)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _said(answer: Answer) -> YesNo | None:
    match answer.exact_answer:
        case "yes" | "no" as said:
            return said
        case _:
            return None

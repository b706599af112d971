"""The step Answer on a served model: what each type of question is asked, and the draft made of it.

Yes/no and choice are decided first, by a reply of one word and the probabilities of its token, and then stated: so a statement never argues for
another answer than the one that was given.
"""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.answers import ExactAnswer, QuestionType
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.served import quotations
from corpuscle.agent.served.asking import Asker
from corpuscle.agent.served.candidates import besides_question, spelled_out, with_other_forms
from corpuscle.agent.served.choice import option_probabilities
from corpuscle.agent.served.citing import completed
from corpuscle.agent.served.replies import (
    CandidatesReply,
    ItemsReply,
    StatementReply,
    StatementsReply,
    SummaryReply,
    choice_reply,
)
from corpuscle.agent.served.shown import decisive_verdicts, lettered, listed_facts
from corpuscle.agent.served.word_probabilities import word_probabilities
from corpuscle.agent.served.yesno import log_odds_of_yes, probability_of_yes, signals
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.prompts import NOT_ANSWERED, filled
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.passages import Passage


class Answering:
    """Answers one question. Each method may raise ModelError."""

    def __init__(
        self,
        asker: Asker,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...],
        linker: Linker,
    ) -> None:
        self._asker = asker
        self._understanding = understanding
        self._evidence = evidence
        self._reviewed = reviewed
        self._linker = linker
        verdicts = decisive_verdicts(reviewed, withdrawn)
        self._checked = filled("checked", {"verdicts": verdicts}) if verdicts else ""

    def draft(self) -> Draft:
        """The answer by the question's type; its citations are still to be checked."""
        match self._understanding.type:
            case QuestionType.YESNO:
                return self._yesno()
            case QuestionType.CHOICE:
                return self._choice()
            case QuestionType.FACTOID:
                reply = self._asker.ask("answer_factoid", {}, CandidatesReply, self._checked)
                return self._named(with_other_forms(self._besides_question(reply.answers), self._texts), reply.statements)
            case QuestionType.LIST:
                items = self._asker.ask("answer_list", {}, ItemsReply, self._checked)
                return self._named(spelled_out(self._besides_question(items.answers), self._texts, self._linker), items.statements)
            case QuestionType.SUMMARY:
                summary = self._asker.ask("answer_summary", {}, SummaryReply, self._checked)
                return self._drafted(None, self._statements(summary.statements))

    def _yesno(self) -> Draft:
        query, passages = self._understanding.query, self._asker.passages
        yes = probability_of_yes(signals(log_odds_of_yes(self._asker), passages, self._reviewed, query))
        sign = 1 if yes >= 0.5 else -1
        stated = self._stated("state_yesno", "yes" if sign > 0 else "no")
        stated += quotations.agreeing(sign, query, passages, _cited(stated))
        return self._drafted("yes" if sign > 0 else "no", stated, max(yes, 1 - yes))

    def _choice(self) -> Draft:
        options = self._understanding.options
        facts = listed_facts(self._evidence.facts)
        context = (filled("facts", {"facts": facts}) if facts else "", self._checked)

        def ask(shown: tuple[str, ...]) -> tuple[float, ...]:
            letters = ascii_uppercase[: len(shown)]
            reply, tokens = self._asker.ask_with_logprobs("decide_choice", {"options": lettered(shown)}, choice_reply(len(shown)), *context)
            return word_probabilities(tokens, letters, reply.answer)

        found = option_probabilities(options, ask, self._reviewed, self._linker)
        best = max(range(len(options)), key=found.__getitem__)
        stated = self._stated("state_choice", options[best]) if _speaks_of(options[best], self._asker.passages) else ()
        return self._drafted(ascii_uppercase[best], stated, found[best])

    def _stated(self, step: str, answer: str) -> tuple[DraftStatement, ...]:
        return self._statements(self._asker.ask(step, {"answer": answer}, StatementsReply).statements)

    @property
    def _texts(self) -> list[str]:
        return [passage.text for passage in self._evidence.passages]

    def _besides_question(self, names: Sequence[str]) -> tuple[str, ...]:
        return besides_question(names, self._understanding.query)

    def _named(self, names: tuple[str, ...], said: Sequence[StatementReply]) -> Draft:
        statements = self._statements(said)
        everywhere = (*self._asker.passages, *self._evidence.passages)
        return self._drafted(names, statements + quotations.naming(names, everywhere, _cited(statements)))

    def _statements(self, said: Sequence[StatementReply]) -> tuple[DraftStatement, ...]:
        return tuple(DraftStatement(s.text, self._passages(s), self._agreeing_facts(s.text)) for s in said)

    def _passages(self, said: StatementReply) -> tuple[Passage, ...]:
        shown = self._asker.passages
        return completed(said.text, _numbered(shown, said.cites), shown, self._linker)

    def _agreeing_facts(self, text: str) -> tuple[GraphFact, ...]:
        """The facts of the graph both of whose ends the sentence names."""
        named = {mention.entity.curie for mention in self._linker.link(text)}
        return tuple(fact for fact in self._evidence.facts if named.issuperset(fact.curies))

    def _drafted(self, exact: ExactAnswer, statements: tuple[DraftStatement, ...], confidence: float | None = None) -> Draft:
        spent = self._asker.spent
        if not exact and not statements:
            return Draft(None, (), abstained=True, reason=NOT_ANSWERED, tokens=spent)
        if not exact and self._understanding.type is not QuestionType.SUMMARY:
            return Draft(None, (), abstained=True, reason="The model's reply holds no exact answer that can be used.", tokens=spent)
        return Draft(exact, statements, tokens=spent, confidence=confidence)


def _cited(statements: Sequence[DraftStatement]) -> list[Passage]:
    return [passage for statement in statements for passage in statement.passages]


def _numbered(shown: Sequence[Passage], numbers: Sequence[int]) -> tuple[Passage, ...]:
    """What was shown under these numbers, each once; numbers that were not shown name nothing."""
    return tuple(shown[number - 1] for number in dict.fromkeys(numbers) if 1 <= number <= len(shown))


def _speaks_of(option: str, passages: Sequence[Passage]) -> bool:
    """Whether a passage has at least half of the option's terms: where none has, there is nothing to state."""
    own = set(text_terms(option))
    return any(2 * len(own.intersection(text_terms(passage.text))) >= len(own) for passage in passages) if own else False

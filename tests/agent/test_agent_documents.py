"""Questions answered also from documents of the asker's own."""

from corpuscle.agent import Agent
from corpuscle.kg import Verdict
from corpuscle.retrieval.own_documents import OWN_JOURNAL, own_piece, read_document

NOTE = read_document(
    "ward.txt",
    b"Sixty adults with Drusel fever were seen on our ward.\n\nQuorvatine was effective in the treatment of Drusel fever in all of them.",
)
QUESTION = "Does quorvatine treat Drusel fever?"


async def test_a_document_answers_what_the_index_cannot_and_only_with_the_question_it_was_given_with(agent: Agent) -> None:
    assert agent.ask(QUESTION).abstained
    answer = agent.ask(QUESTION, documents=[NOTE])
    assert answer.exact_answer == "yes"
    citation = answer.statements[0].citations[0]
    piece = own_piece([NOTE], citation.article_id)
    assert piece is not None
    assert piece.abstract[citation.begin : citation.end] == citation.quote
    assert not citation.retracted
    assert (await agent.aask(QUESTION, documents=[NOTE])).statements == answer.statements
    assert agent.ask(QUESTION).abstained


def test_a_sentence_of_a_document_is_evidence_under_its_own_name(agent: Agent) -> None:
    note = read_document("ward.txt", b"Velbrodine was effective in the treatment of Drusel fever in all adults of our ward.")
    answer = agent.ask("Does velbrodine treat Drusel fever?", documents=[note])
    pieces = {piece.source: piece.id for reviewed in answer.triples for piece in reviewed.evidence if piece.kind == "sentence"}
    assert pieces[OWN_JOURNAL] == "doc:ward.txt#1"
    assert pieces["pubmed"].isdigit()
    assert any(reviewed.verdict is Verdict.SUPPORTED for reviewed in answer.triples)

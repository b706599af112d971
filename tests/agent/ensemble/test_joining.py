"""Drafts of several models made one, over sentences of the invented index."""

from corpuscle.agent.answers import Member, QuestionType, TokenCount
from corpuscle.agent.ensemble.joining import MemberDraft, joined_draft
from corpuscle.agent.model import Draft, abstention
from corpuscle.kg.linker import Linker
from tests.agent.ensemble.conftest import Asking, Quoting

ALL = "The side effects of torvaxin were"
COMMONEST = "Nocturnal itch was the commonest"


def _joined(asking: Asking, linker: Linker, type: QuestionType, *drafts: Draft) -> Draft:
    members = [MemberDraft(f"model {number}", draft) for number, draft in enumerate(drafts, 1)]
    return joined_draft(members, *asking(type), linker)


def test_best_supported_ideal_answer_is_the_one_whose_statements_stand(asking: Asking, quoting: Quoting, linker: Linker) -> None:
    half, whole = quoting(None, ALL, unsound=1), quoting(None, COMMONEST)
    assert _joined(asking, linker, QuestionType.SUMMARY, half, whole).statements == whole.statements


def test_statements_come_from_a_model_that_says_what_is_said_together(asking: Asking, quoting: Quoting, linker: Linker) -> None:
    sound_no, yes, other_yes = quoting("no", ALL), quoting("yes", COMMONEST, unsound=1), quoting("yes", unsound=2)
    joined = _joined(asking, linker, QuestionType.YESNO, sound_no, other_yes, yes)
    assert (joined.exact_answer, joined.statements) == ("yes", yes.statements)
    assert joined.members == (Member("model 1", "no", False), Member("model 2", "yes", False), Member("model 3", "yes", False))
    assert joined.notes == ("2 of 3 models say yes.",)
    assert joined.tokens == TokenCount(30, 3)


def test_names_that_do_not_stand_in_it_bring_their_statements(asking: Asking, quoting: Quoting, linker: Linker) -> None:
    one, other = quoting(("nocturnal itch",), COMMONEST), quoting(("hair loss",), ALL)
    joined = _joined(asking, linker, QuestionType.LIST, one, other)
    assert joined.exact_answer == ("nocturnal itch", "hair loss")
    assert joined.statements == (*one.statements, *other.statements)


def test_they_abstain_where_more_than_half_do(asking: Asking, quoting: Quoting, linker: Linker) -> None:
    silent = abstention("The passages do not say.")
    joined = _joined(asking, linker, QuestionType.YESNO, silent, quoting("yes", ALL), silent)
    assert (joined.abstained, joined.reason) == (True, "The passages do not say.")
    assert [member.abstained for member in joined.members] == [True, False, True]
    assert not _joined(asking, linker, QuestionType.YESNO, silent, quoting("yes", ALL)).abstained

import pytest

from corpuscle.agent import QuestionType
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.unaided import ask_unaided
from tests.evals.runs.conftest import ScriptedClient


@pytest.mark.parametrize(
    ("type", "options", "said", "exact"),
    [
        (QuestionType.YESNO, (), '{"answer": "no"}', "no"),
        (QuestionType.CHOICE, ("mirellan", "velbrodine"), '{"answer": "B"}', "B"),
        (QuestionType.FACTOID, (), '{"answers": ["itch", "itch", "fever"]}', ("itch", "fever")),
        (QuestionType.LIST, (), '{"answers": []}', ()),
    ],
)
def test_the_bare_question_is_asked(type: QuestionType, options: tuple[str, ...], said: str, exact: object) -> None:
    client = ScriptedClient(said)
    question = AskedQuestion("q", "b", type, "What troubles gardeners?", "x", options)
    found, tokens = ask_unaided(question, client)
    assert found == exact
    assert (tokens.prompt, tokens.completion, tokens.cached) == (10, 2, 4)
    (prompt,) = client.prompts
    assert "What troubles gardeners?" in prompt
    assert all(option in prompt for option in options)

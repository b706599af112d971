"""Every prompt's fields are exactly those that the code fills."""

from importlib.resources import files

import pytest

from corpuscle.prompts import fields, filled

FILLED_BY_CODE: dict[str, set[str]] = {
    "evidence": {"passages", "question"},
    "facts": {"facts"},
    "checked": {"verdicts"},
    "decide_yesno": set(),
    "decide_choice": {"options"},
    "state_choice": {"answer"},
    "state_yesno": {"answer"},
    "answer_factoid": set(),
    "answer_list": set(),
    "answer_summary": set(),
    "generate": {"most"},
    "generate_options": {"options"},
    "revise": {"contradicted"},
    "extract": {"predicates", "sentences"},
    "plain": {"question", "statements"},
    "unaided_yesno": {"question"},
    "unaided_choice": {"question", "options"},
    "unaided_names": {"question", "wanted"},
}
"""What corpuscle.agent.served gives; its own tests fail where it gives something else."""


def test_every_file_is_used() -> None:
    names = {path.name.removesuffix(".md") for path in files("corpuscle.prompts").iterdir() if path.name.endswith(".md")}
    assert names == FILLED_BY_CODE.keys()


@pytest.mark.parametrize("name", FILLED_BY_CODE)
def test_fields_are_those_that_are_filled(name: str) -> None:
    assert fields(name) == FILLED_BY_CODE[name]


@pytest.mark.parametrize("name", FILLED_BY_CODE)
def test_every_value_stands_in_the_prompt(name: str) -> None:
    values = {field: f"<{field} $5 ${{x}}>" for field in fields(name)}
    prompt = filled(name, values)
    assert all(value in prompt for value in values.values())  # a dollar sign in a value is text


def test_missing_or_foreign_fields_are_an_error() -> None:
    with pytest.raises(ValueError, match="Prompt evidence has the fields"):
        filled("evidence", {"passages": ""})
    with pytest.raises(ValueError, match="colour"):
        filled("evidence", {"passages": "", "question": "", "colour": "blue"})


@pytest.mark.parametrize("name", ["unheard", "../pyproject", ""])
def test_unknown_prompt_is_an_error(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        fields(name)

"""Every prompt's fields are exactly those that the code fills."""

from importlib.resources import files

import pytest

from corpuscle.prompts import NOT_ANSWERED, fields, filled

FILLED_BY_CODE = {
    "answer": {"passages", "question", "facts", "verdicts", "instruction", "not_answered"},
    "generate": {"passages", "question", "most"},
    "generate_options": {"passages", "question", "most"},
    "revise": {"passages", "question", "contradicted"},
}
"""What corpuscle.agent.served.model gives; its own tests fail where it gives something else."""


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
    with pytest.raises(ValueError, match="Prompt generate has the fields"):
        filled("generate", {"passages": "", "question": ""})
    with pytest.raises(ValueError, match="colour"):
        filled("generate", dict.fromkeys(FILLED_BY_CODE["generate"], "") | {"colour": "blue"})


@pytest.mark.parametrize("name", ["unheard", "../pyproject", ""])
def test_unknown_prompt_is_an_error(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        fields(name)


def test_sentinel_is_given_to_the_model() -> None:
    assert "$not_answered" in files("corpuscle.prompts").joinpath("answer.md").read_text(encoding="utf-8")
    assert NOT_ANSWERED

"""The front doors: what each package offers is listed, is there, and is documented."""

import importlib
import inspect
import subprocess
import sys
from types import ModuleType

import pytest

DOORS = {
    "corpuscle.agent": {"Agent", "Answer", "Citation", "Document", "QuestionType", "Statement"},
    "corpuscle.agent.extractive": {"ExtractiveModel"},
    "corpuscle.agent.served": {"ModelClient", "ServedModel"},
    "corpuscle.prompts": {"NOT_ANSWERED", "fields", "filled", "prompt_digests"},
}


def _exported(module: ModuleType) -> set[str]:
    """Public names that are no modules."""
    return {name for name, value in vars(module).items() if not name.startswith("_") and not inspect.ismodule(value)}


@pytest.mark.parametrize("name", [*DOORS, "corpuscle.kg"])
def test_listed_names_are_all_that_is_exported(name: str) -> None:
    module = importlib.import_module(name)
    assert _exported(module) == set(module.__all__)
    assert sorted(module.__all__) == sorted(set(module.__all__))


@pytest.mark.parametrize("name", DOORS)
def test_front_door_offers_a_handful_of_names(name: str) -> None:
    assert set(importlib.import_module(name).__all__) == DOORS[name]


@pytest.mark.parametrize("name", [*DOORS, "corpuscle.kg"])
def test_offered_classes_and_functions_are_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert inspect.getdoc(module)
    for offered in module.__all__:
        value = getattr(module, offered)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value), offered


@pytest.mark.parametrize(
    ("imported", "not_loaded"),
    [
        ("corpuscle.ui.cli", "langgraph openvino chainlit xllamacpp torch"),
        ("corpuscle.agent", "openvino chainlit torch"),
    ],
)
def test_import_brings_only_what_it_needs(imported: str, not_loaded: str) -> None:
    program = f"import sys, {imported}; print([n for n in {not_loaded.split()!r} if n in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"

"""What is built into the package is all there is."""

import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_OURS = {"tests", "docs", "build"}


def _setuptools() -> dict[str, list[str] | dict[str, str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["setuptools"]


def _folders() -> list[Path]:
    found = (path.parent.relative_to(ROOT) for path in ROOT.glob("*/**/__init__.py"))
    return [folder for folder in found if not folder.parts[0].startswith(".") and folder.parts[0] not in NOT_OURS]


def test_every_folder_of_modules_is_packaged() -> None:
    named = {".".join(("corpuscle", *folder.parts)) for folder in _folders()}
    packages = _setuptools()["packages"]
    assert sorted(named) == sorted(packages)
    assert len(packages) == len(set(packages))


def test_every_top_folder_has_its_import_name() -> None:
    tops = {folder.parts[0] for folder in _folders()}
    assert _setuptools()["package-dir"] == {f"corpuscle.{top}": top for top in tops}


@pytest.mark.parametrize("top", sorted({folder.parts[0] for folder in _folders()}))
def test_no_module_lies_outside_a_package(top: str) -> None:
    packages = {ROOT / folder for folder in _folders()}
    assert {path for path in (ROOT / top).rglob("*.py") if path.parent not in packages} == set()


def test_every_package_says_that_it_is_typed() -> None:
    tops = {folder.parts[0] for folder in _folders()}
    assert {top for top in tops if not (ROOT / top / "py.typed").exists()} == set()


@pytest.mark.parametrize(("group", "name"), [("console_scripts", "corpuscle"), ("corpuscle.commands", "eval")])
def test_entry_points_lead_somewhere(group: str, name: str) -> None:
    (entry,) = entry_points(group=group, name=name)
    assert entry.load()

"""The package is light to import, and its imports go one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import fixtures
from fixtures.recipes.table import RECIPES
from fixtures.rows import FIELDS

PACKAGE = Path(fixtures.__file__).parent
ROOT = PACKAGE.parent


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh process has loaded after a statement."""
    program = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    """A command that only prints its help pays for nothing else."""
    heavy = {"numpy", "pydantic", "faker", "contracts"}
    assert not heavy & loaded_by("import fixtures")
    assert not heavy & loaded_by("import fixtures.cli; fixtures.cli._parser()")


def test_a_world_without_names_asked_for_needs_no_faker() -> None:
    """Words are filled when first used: ids and masks of an organization do not wait for them."""
    asked = "; ".join(f"w.named('huge' and 'main').column({field!r})" for field in ("id", "access_mode", "name"))
    assert "faker" not in loaded_by(f"from fixtures import make_world; w = make_world(scenario='large'); {asked}")


def test_public_names_are_there() -> None:
    """Every name of `__all__` can be had, and an unknown one is an AttributeError."""
    assert sorted(fixtures.__all__) == sorted(dir(fixtures))
    assert all(getattr(fixtures, name) is not None for name in fixtures.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = fixtures.nothing


def test_every_field_has_a_recipe_and_every_recipe_a_field() -> None:
    """Besides fields the table holds traits, whose names begin with an underscore."""
    assert set(FIELDS) == {name for name in RECIPES if not name.startswith("_")}


def imports(path: Path) -> set[str]:
    """Return the names of the modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_only_words_imports_faker() -> None:
    """One file knows where words come from."""
    knowing = [path.name for path in PACKAGE.rglob("*.py") if any(name.startswith("faker") for name in imports(path))]
    assert knowing == ["words.py"]


@pytest.mark.parametrize("unsteady", ["random", "secrets", "time", "uuid", "datetime.datetime.now"])
def test_nothing_unsteady_is_imported(unsteady: str) -> None:
    """No clock and no chance but the streams'."""
    for path in PACKAGE.rglob("*.py"):
        if (path.name, unsteady) == ("progress.py", "time"):
            continue  # It tells people how long the work takes, and makes nothing.
        assert not any(name == unsteady or name.startswith(f"{unsteady}.") for name in imports(path)), path
        assert "hash(" not in path.read_text(encoding="utf-8").replace("__hash__(", ""), path

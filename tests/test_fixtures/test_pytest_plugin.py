"""The plugin gives worlds and assistants to any test, and costs a run that uses none of them nothing."""

import pytest

from tests.test_fixtures.test_package import loaded_by

pytest_plugins = ["pytester"]


def test_a_test_gets_assistants_and_worlds(pytester: pytest.Pytester) -> None:
    """By the names of the fixtures, wherever the package is installed."""
    pytester.makepyfile(
        """
        import pytest

        def test_one(freddy_assistant):
            assert freddy_assistant(name="x", access_mode="private")["access_mode"] == "private"

        def test_some(freddy_assistants, freddy_world_of):
            assert len(freddy_world_of(freddy_assistants(3)).organizations[0]) == 3

        def test_a_world(freddy_world):
            assert len(freddy_world.named("main")) == 200

        @pytest.mark.freddy_world(scenario="ties", seed=3)
        def test_another_world(freddy_world):
            assert (freddy_world.scenario, freddy_world.seed) == ("ties", 3)
        """
    )
    pytester.runpytest_subprocess("--strict-markers", "-p", "no:cacheprovider").assert_outcomes(passed=4)


def test_a_wrong_marker_is_told_in_one_line(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a traceback of ours."""
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.freddy_world(scenario="tied")
        def test_world(freddy_world):
            pass

        @pytest.mark.freddy_world(size=3)
        def test_other_world(freddy_world):
            pass
        """
    )
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # Plugins of others take seconds to load.
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "fixtures.pytest_plugin")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        [
            "*@pytest.mark.freddy_world: scenario: 'tied' is unknown; use one of default*",
            "*@pytest.mark.freddy_world: *unexpected keyword argument 'size'*",
        ]
    )
    result.stdout.no_fnmatch_line("*marker.kwargs*")


def test_loading_the_plugin_loads_nothing_heavy() -> None:
    """Every run of pytest pays for it, in every project."""
    assert not {"numpy", "pydantic", "faker", "contracts"} & loaded_by("import fixtures.pytest_plugin")

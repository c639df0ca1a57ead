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


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("scenario='tied'", "*@pytest.mark.freddy_world: scenario: 'tied' is unknown; use one of default*"),
        ("size=3", "*@pytest.mark.freddy_world: *unexpected keyword argument 'size'*"),
    ],
)
def test_a_wrong_marker_is_told_in_one_line(pytester: pytest.Pytester, marker: str, message: str) -> None:
    """Without a traceback of ours."""
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.freddy_world({marker})
        def test_world(freddy_world):
            pass
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([message])
    result.stdout.no_fnmatch_line("*marker.kwargs*")


def test_loading_the_plugin_loads_nothing_heavy() -> None:
    """Every run of pytest pays for it, in every project."""
    assert not {"numpy", "pydantic", "faker", "contracts"} & loaded_by("import fixtures.pytest_plugin")

"""Where nothing could be judged, every report that was asked for says so, and no older file stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli import main
from contracts.commands.check import KINDS
from tests.test_contracts.checks import serving

OLD = "of an earlier run"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Files of an earlier run, one for each kind."""
    for name in ("BASE_URL", "BEARER", "SECOND_API_KEY"):
        monkeypatch.delenv(f"FREDDY_{name}", raising=False)
    monkeypatch.setenv("FREDDY_API_KEY", serving.KEY)
    monkeypatch.setenv("FREDDY_ORG_ID", serving.organization())
    files = {kind: tmp_path / kind for kind in KINDS}
    for file in files.values():
        file.write_text(OLD, "utf-8")
    return files


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ([], "--base-url: is missing; give --base-url http://host:port, or set FREDDY_BASE_URL"),
        (["--base-url", "http://me:secret@example.com"], "base URL: holds a user name or password"),
        (["--base-url", "http://127.0.0.1:9"], "http://127.0.0.1:9: it takes no connections; check that it is running"),
        (["--base-url", "http://127.0.0.1:9", "--dialect", "klingon"], "unknown dialect 'klingon'"),
    ],
)
def test_a_report_tells_why_there_is_no_verdict(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str], options: list[str], why: str
) -> None:
    """A mistake or a deployment out of reach: exit code 2, the line as without reports, and each report says why."""
    assert 2 == main(["check", *options, *(f"--report={kind}={file}" for kind, file in reports.items())])
    printed = capsys.readouterr()
    assert ("", 1) == (printed.out, printed.err.count("\n"))
    told = json.loads(reports["json"].read_text("utf-8"))
    assert ("not judged", None, []) == (told["verdict"], told["dialect"], told["relations"])
    assert why in told["not_judged"]
    assert why in printed.err
    for kind, file in reports.items():
        assert OLD not in file.read_text("utf-8"), kind
        assert "secret" not in file.read_text("utf-8"), kind


def test_a_baseline_is_not_made_of_half_a_verdict(reports: dict[str, Path], tmp_path: Path) -> None:
    """What could not be judged is neither known nor mended."""
    baseline = tmp_path / "known.json"
    options = ["--base-url", "http://127.0.0.1:9", "--baseline", str(baseline), "--baseline-update"]
    assert 2 == main(["check", *options, f"--report=json={reports['json']}"])
    assert not baseline.exists()

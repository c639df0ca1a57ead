"""Who waited for a core, and how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from measuring import pressure

TEXT = "some avg10=0.61 avg60=11.65 avg300=13.08 total=8577141200\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"


def test_the_kernels_count_is_read() -> None:
    """Microseconds in which anything waited."""
    assert pressure.read(TEXT) == 8577.1412


def test_a_text_without_a_count_is_refused() -> None:
    """Another format must not pass for a calm machine."""
    with pytest.raises(ValueError, match="no total"):
        pressure.read("full avg10=0.00 total=0")


def test_waiting_is_a_share_of_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the kernel counted meanwhile, by what the clock says."""
    counted, clock = tmp_path / "cpu", iter((10.0, 14.0))
    counted.write_text(TEXT)
    monkeypatch.setattr(pressure, "COUNTED", counted)
    monkeypatch.setattr(pressure, "perf_counter", lambda: next(clock))
    with pressure.waiting() as waited:
        counted.write_text(TEXT.replace("8577141200", "8579141200"))
    assert waited.share == pytest.approx(0.5)


def test_where_the_kernel_does_not_count_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is neither a calm machine nor a busy one."""
    monkeypatch.setattr(pressure, "COUNTED", tmp_path / "missing")
    with pressure.waiting() as waited:
        pass
    assert waited.share is None

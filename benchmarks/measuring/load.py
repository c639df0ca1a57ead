"""Load from wrk: one thread, sixteen connections, on a core of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring.pressure import waiting
from measuring.running import CLIENT_CORE, FailedError, Running, Target

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw and the server spent: latencies in milliseconds, bytes with the heads.

    `waited` is the share of the time in which something on the machine waited for a core, see `pressure`.
    """

    requests: int
    bytes: int
    p50: float
    p99: float
    cpu_seconds: float
    waited: float | None = None

    @property
    def per_cpu_second(self) -> float:
        """Requests that were answered in a CPU second of the server."""
        return self.requests / self.cpu_seconds

    @property
    def size(self) -> float:
        """Bytes of an answer on average."""
        return self.bytes / self.requests


def read(output: str, cpu_seconds: float, waited: float | None = None) -> Load:
    """Read what `load.lua` wrote at the end; FailedError when answers were errors or there were none."""
    found = [line for line in output.splitlines() if line.startswith('{"requests"')]
    if not found:
        raise FailedError(f"wrk did not finish: {output.strip()[-200:] or 'it said nothing'}")
    seen = json.loads(found[-1])
    if seen["refused"] or seen["lost"]:
        raise FailedError(
            f"of {seen['requests']:,} requests {seen['refused']:,} were refused, {seen['lost']:,} had no answer"
        )
    if not seen["requests"] or cpu_seconds <= 0:
        raise FailedError("not one request was answered; measure longer")
    return Load(seen["requests"], seen["bytes"], seen["p50"] / 1000, seen["p99"] / 1000, cpu_seconds, waited)


def apply(server: Running, target: Target, seconds: int, paths: Sequence[str], scratch: Path) -> Load:
    """Ask a server for some seconds: for the paths, each once, or for the target over and over when there are none."""
    listed: list[str] = []
    if paths:
        scratch.write_text("\n".join(paths) + "\n")
        listed = [str(scratch)]
    headers = [word for name, value in target.headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-s", str(SCRIPT), *headers, server.origin + target.path, "--", *listed]
    before = server.cpu_seconds()
    try:
        with waiting() as waited:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise FailedError(f"wrk did not end within {error.timeout:.0f} s") from error
    return read(done.stdout + done.stderr, server.cpu_seconds() - before, waited.share)

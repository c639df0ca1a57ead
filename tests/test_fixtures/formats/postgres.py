"""A PostgreSQL server of our own, on a socket in a folder, for the length of a test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fixtures.rows import Row
from tests import needs

USER = "postgres"
HEX_OF_ROWS = """
select encode(convert_to(row_to_json(a)::text, 'UTF8'), 'hex') from assistants a order by id collate "C"
"""
PLACES = "/usr/lib/postgresql/*/bin"
"""Where Debian keeps the server's programs, off the PATH."""


def query_rows(folder: Path, scripts: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """Run each script in a database of its own, and return its assistants in the order of their ids."""
    initdb, control, psql = (needs.program(name, PLACES) for name in ("initdb", "pg_ctl", "psql"))
    # The server refuses to run as root, and a test's own folder is closed to others.
    data = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(data, user)

    def run(*command: str, given: bytes = b"") -> str:
        done = subprocess.run(command, input=given, capture_output=True, user=user, cwd=data, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout.decode()

    run(initdb, "-D", f"{data}/db", "-U", USER, "-E", "UTF8", "--locale=C", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories={data} -c fsync=off"
    run(control, "-D", f"{data}/db", "-o", options, "-l", f"{data}/log", "-w", "start")
    try:
        found = {}
        ask = (psql, "-X", "-q", "-h", str(data), "-U", USER, "-v", "ON_ERROR_STOP=1", "-d")
        for number, (name, script) in enumerate(scripts.items()):
            run(*ask, "postgres", "-c", f"create database d{number}")
            run(*ask, f"d{number}", given=script)
            # psql leaves characters out that it cannot measure; digits it prints as they are.
            lines = run(*ask, f"d{number}", "-At", "-c", HEX_OF_ROWS).split()
            found[name] = [json.loads(bytes.fromhex(line)) for line in lines]
        return found
    finally:
        run(control, "-D", f"{data}/db", "-m", "immediate", "stop")
        shutil.rmtree(data)

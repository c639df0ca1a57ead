"""What reports say where nothing could be judged: the reason, and what was asked until then; no older file stays."""

from __future__ import annotations

import argparse
import os

from contracts.checks.learning.learner import Learned
from contracts.checks.report.clean import clean, washer
from contracts.checks.report.result import Result
from contracts.checks.verdict import Verdict
from contracts.commands.asking import Asking
from contracts.schema.dialect import DOCUMENTED


def without_verdict(why: Exception, options: argparse.Namespace, asking: Asking | None, version: str) -> Result:
    """Return a result without a verdict; `asking` has what was asked, if anything was."""
    deployment = None if asking is None else asking.deployment
    base_url = options.base_url or os.environ.get("FREDDY_BASE_URL", "")
    verdict = Verdict(
        judged={},
        learned=Learned(DOCUMENTED, {}),
        exchanges=() if asking is None else tuple(asking.exchanges),
        requests=0 if deployment is None else deployment.requests,
        seconds=0.0 if deployment is None else deployment.seconds,
        items=0,
        dialect=DOCUMENTED,
        # Before it is understood, a base URL may hold a password.
        base_url=deployment.base_url if deployment is not None else "" if "@" in base_url else base_url,
        organization_id=options.organization_id or os.environ.get("FREDDY_ORG_ID", ""),
        strict=options.strict,
    )
    wash = washer(() if deployment is None else deployment.secrets)
    return Result(
        verdict=clean(verdict, wash),
        unjudged=wash(str(why)),
        started=() if asking is None else tuple(asking.started),
        sent={} if deployment is None else deployment.sent_headers,
        version=version,
    )

"""Hypothesis strategies: faults of every kind, as values."""

from __future__ import annotations

from hypothesis import strategies as st

from mock_server.faults import effects
from mock_server.faults.decide import MOST_SEED, Faults
from mock_server.faults.fault import Fault
from mock_server.faults.statuses import STATUSES
from mock_server.faults.waiting import LONGEST, Fixed, Lognormal, Uniform

milliseconds = st.one_of(st.integers(0, LONGEST).map(float), st.floats(0, LONGEST))
waiting = st.one_of(
    st.builds(Fixed, milliseconds),
    st.lists(milliseconds, min_size=2, max_size=2).map(lambda pair: Uniform(*sorted(pair))),
    st.builds(Lognormal, milliseconds, st.floats(0, 5)),
)
probabilities = st.one_of(st.just(1.0), st.floats(0, 1))

drawn_faults: st.SearchStrategy[Fault] = st.one_of(
    st.builds(Fault, st.just("latency"), st.builds(effects.Late, waiting), probabilities),
    st.builds(Fault, st.just("slow_body"), st.builds(effects.Slow, st.floats(1, 1e9)), probabilities),
    st.builds(Fault, st.just("drop"), st.just(effects.DROPPED), probabilities),
    st.builds(
        Fault,
        st.just("truncate"),
        st.builds(effects.Truncated, st.one_of(st.none(), st.floats(0, 0.999))),
        probabilities,
    ),
    st.builds(Fault, st.just("malformed_json"), st.just(effects.MALFORMED), probabilities),
    st.builds(Fault, st.just("error"), st.builds(effects.Failing, st.sampled_from(STATUSES)), probabilities),
    st.builds(Fault, st.just("timeout"), st.just(effects.HANGING), probabilities),
)
"""Faults that are left to chance."""

rate_limits = st.builds(
    Fault, st.just("rate_limit"), st.builds(effects.Rate, st.integers(1, 10**9), st.integers(1, 86_400))
)

faults = st.builds(
    lambda drawn, limits, seed: Faults((*drawn, *limits), seed),
    st.lists(drawn_faults, max_size=5),
    st.lists(rate_limits, max_size=1),
    st.integers(0, MOST_SEED),
)
"""All that can be set for all requests."""

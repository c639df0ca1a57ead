"""One mock in several processes: what is done to it, what it was asked and who may still ask, shared through Redis.

Every change is a command, and the state is what all commands of a log make of the start. Nothing else is shared: each
worker makes the same world from the same settings. How a change is acknowledged only when nobody answers from before
it stands in `redis_log`.
"""

"""The contract of `GET /v1/assistants`, and the kit that asks any deployment whether it keeps it."""

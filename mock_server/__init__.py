"""A mock of `GET /v1/assistants`: seeded assistants behind the documented list, fast."""

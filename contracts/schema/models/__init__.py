"""The contract as pydantic models: what values the documents let an answer hold. Loaded where schemas are wanted."""

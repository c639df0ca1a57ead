"""Which dialect a deployment speaks."""

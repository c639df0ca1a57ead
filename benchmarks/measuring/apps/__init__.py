"""The least that a Python server can do: prebuilt bytes, whatever is asked. They run in the peers' own environment."""

"""The control API under `/_mock/`: look at a running mock, change it, and ask what it was asked.

Everything is a function from a `Call` to what is told; only `views` knows Flask.
"""

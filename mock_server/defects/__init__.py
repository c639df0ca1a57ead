"""The catalogue of defects: single, named faults of a list endpoint, each a switch of the mock.

Frontend developers try their client against them, and the contract kit must catch them. `steps` is the whole answer
as overridable steps, `declare` how a defect replaces them, `faulty` the mock with some of them switched on.
"""

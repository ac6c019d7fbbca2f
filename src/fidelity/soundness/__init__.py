"""Whether a model is itself sound: what no plan could do right, what nothing needs, and what a variant claims.

``space`` says in clauses which plans are permitted, ``analysis`` asks a solver about them, ``claims`` tests what a
variant says of its parent, and each file in ``rules`` is one finding code of the family FID6xx.
"""

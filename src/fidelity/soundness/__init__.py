"""Whether a model is itself sound: what no plan could do right, what nothing needs, and what a variant claims.

``space`` writes the permitted plans as clauses, ``analysis`` asks a solver about them, ``claims`` tests what a variant
says of its parent, ``impact`` follows what falls with an element, and ``rules`` holds the codes of the family FID6xx.
"""

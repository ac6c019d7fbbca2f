"""How two versions of a model differ, how two plans differ, and what a new version of its model does to a plan."""

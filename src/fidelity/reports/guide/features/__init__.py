"""A practice model in the terms of feature models: what can be chosen, and what a choice asks for."""

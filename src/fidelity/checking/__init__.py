"""From a model and a plan to a verdict with its reasons."""

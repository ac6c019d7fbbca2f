"""What a practice model is: its evidence, its elements and how they hang together."""

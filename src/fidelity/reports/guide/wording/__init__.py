"""What the formats share: a model's parts and the words for them."""

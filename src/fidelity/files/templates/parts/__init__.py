"""What the formats share: examples of a change and an approval, values to start from, room in words."""

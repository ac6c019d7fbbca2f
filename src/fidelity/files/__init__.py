"""From files to models and plans, with the place of everything that was read."""

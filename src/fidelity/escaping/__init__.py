"""How texts that others wrote are made safe: one file a target."""

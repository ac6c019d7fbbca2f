"""What a site proposes: choices, changes, local additions and the approvals given for them."""

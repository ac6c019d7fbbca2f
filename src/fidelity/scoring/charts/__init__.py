"""How delivered fidelity moves over time: run charts and control charts, what they signal, and their pictures."""

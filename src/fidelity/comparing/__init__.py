"""What is otherwise: between two versions of a model, between two plans, and for a plan when its model moves on."""

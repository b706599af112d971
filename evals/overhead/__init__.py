"""What the agent itself costs, the model and its server apart."""

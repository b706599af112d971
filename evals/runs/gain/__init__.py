"""What each step of the agent is worth to a served model, measured on the same questions of several benchmarks."""

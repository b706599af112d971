"""BioASQ Task B and Synergy: their files, and their official scores."""

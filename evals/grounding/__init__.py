"""How well answers are grounded, and when they are given up: measured without a judge model."""

"""`python -m corpuscle.evals`: the commands of `corpuscle eval`."""

from corpuscle.evals.commands import app

app()

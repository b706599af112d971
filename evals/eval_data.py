"""Where evaluation data lies: $CORPUSCLE_EVAL_DATA, else shared/data beside the repository, where developers keep it."""

import os
from pathlib import Path

from corpuscle.evals.errors import EvaluationError

VARIABLE = "CORPUSCLE_EVAL_DATA"
BESIDE = Path(__file__).parents[2] / "shared/data"


def data_folder(name: str) -> Path:
    """The folder of that name. Raises EvaluationError where there is none."""
    roots = [Path(named)] if (named := os.environ.get(VARIABLE, "")) else []
    for root in (*roots, BESIDE):
        if (root / name).is_dir():
            return root / name
    raise EvaluationError(f"There is no folder {name} of evaluation data.", f"Name the folder above it in {VARIABLE}.")

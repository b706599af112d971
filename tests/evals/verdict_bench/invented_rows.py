"""Rows with figures that one can check by hand."""

from datetime import UTC, datetime

from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.verdict_bench import rows, systems
from corpuscle.evals.verdict_bench.records import HeldSource, Mistake, RowPart, SystemScores

SETTINGS = Settings(
    measured=datetime(2026, 1, 2, 3, 4, tzinfo=UTC), version="0.1", commit="abc", machine="2 cores", libraries={"numpy": "2"}, load=0.5
)


def indications() -> RowPart:
    """Six pairs: four reported (two true, one of them and one false one wrongly told), two tuned on."""
    return RowPart(
        settings=SETTINGS,
        row=rows.INDICATIONS,
        groups=("DM", "DM", "NOT", "NOT", "DM", "NOT"),
        true="110010",
        reported="111100",
        linked="111011",
        held=(HeldSource(name="drugmechdb", version="1", licence="CC0-1.0", edges=1234),),
        systems=(
            # AUROC: .9 and .5 against .8 and .1: .9 beats both, .5 beats .1 → 3/4. It speaks on three linked… the fourth is not linked
            SystemScores(
                name=systems.BOTH, scores=(0.9, 0.5, 0.8, 0.1, 0.9, 0.2), probabilities=(0.9, 0.5, 0.8, 0.1, 0.9, 0.2), verdicts="SUSCSC"
            ),
            SystemScores(name=systems.KGAREVION, scores=(0.5,) * 6, probabilities=(0.5,) * 6, verdicts="SSSSSS"),
        ),
        mistakes=(Mistake(kind="supported by edge treats (drugmechdb), curated NOT", pairs=3),),
        sentences=2,
        trained_on=77,
        cpu_s={"review": 1.5},
    )


def without_pairs() -> RowPart:
    """A row none of whose pairs are reported."""
    return indications().model_copy(update={"row": rows.PHENOTYPES, "reported": "000000"})

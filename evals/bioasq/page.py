"""docs/benchmarks/bioasq.md: the built-in model on BioASQ, given the snippets and end to end, each figure beside what needs no reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, float]

MADE_BY = "corpuscle eval bioasq page"
_ANSWERS = ("YesNo macroF1", "YesNo Acc", "Factoid MRR", "List F1", "ROUGE-2 Average_R", "ROUGE-2 Average_F", "ROUGE-SU4 Average_F")
_MATERIAL = ("MAP documents", "MF1 documents", "MF1 snippets", "MAP snippets")
_SHORT = {
    "YesNo macroF1": "yes/no macro F1",
    "YesNo Acc": "accuracy",
    "Factoid MRR": "factoid MRR",
    "List F1": "list F1",
    "ROUGE-2 Average_R": "ROUGE-2 R",
    "ROUGE-2 Average_F": "ROUGE-2 F1",
    "ROUGE-SU4 Average_F": "ROUGE-SU4 F1",
    "MAP documents": "documents MAP",
    "MF1 documents": "documents F1",
    "MF1 snippets": "snippets F1",
    "MAP snippets": "snippets MAP",
}
_HEAD = f"""# BioASQ

Official figures (`-e 8`, equal to the organisers' program to the last digit), printed and this page written by `{MADE_BY}`. The built-in
model: no network, no language model. Its two fitted readers (yes/no, factoid) were fitted on batches 7B1–8B5 and on older yes/no questions
(`corpuscle eval fit-builtin`); no question of a batch below was among them, by id or by wording. The batches were scored four times while the
readers were built, and no single question of them was looked at ([decision 028](../decisions/028-bioasq.md)). *Copied* answers yes to all,
names nothing, and copies the first snippet: ROUGE cannot tell it from a good answer.
"""
_PEERS = """
## Peers, on other questions or other terms

| | yes/no macro F1 | factoid MRR | list F1 | source |
|---|---|---|---|---|
| 14b Phase B, best of batches 1–4 | 1.00 in all | .52, .43, .59, .58 | .36, .47, .52, .65 | bioinformatics-ua/BioASQ14b, preliminary |
| 14b Phase B, median | .87–.94 | .42, .33, .44, .32 | .24, .39, .40, .49 | the same |
| 14b Phase A+, best | .94–1.00 | .40–.53 | .23–.48 | the same |
| no language model, 7B–11B: negation cues; n-gram frequency | .660 | .148 | .09 | measured before this harness |

The rows of 14b are language models, most of them large, on that year's questions. Documents there: best MAP .284, .240, .211, .231, over all
of PubMed and against the experts' first gold; the collections above are small, and their gold is enriched: never compare the two.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One set of questions, with our figures and a baseline's."""

    name: str
    questions: int
    ours: Figures
    baseline: Figures


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """One collection: what was found beside BM25 alone, and the answers drawn from it beside the copy."""

    found: Row
    answered: Row
    broken: int
    """Rules that the submission breaks."""


def page(given: Sequence[Row], collections: Sequence[EndToEnd], index: str) -> str:
    """The whole page."""
    found = [each.found for each in collections]
    answered = [each.answered for each in collections]
    rules = "; ".join(f"{each.found.name}: {each.broken}" for each in collections)
    return "\n".join(
        (
            _HEAD,
            f"## Gold snippets given (Phase B)\n\nFrequencies and graph of {index}.\n",
            *_table(given, _ANSWERS, "copied"),
            "\n## End to end: documents and snippets (Phase A)\n",
            *_table(found, _MATERIAL, "BM25 alone"),
            "\n## End to end: answers (Phase A+), from the same submission\n",
            *_table(answered, _ANSWERS, "copied"),
            f"\nRules broken, by the validator: {rules}.",
            _PEERS,
        )
    )


def _table(rows: Sequence[Row], names: Sequence[str], baseline: str) -> list[str]:
    lines = [f"| | questions | {' | '.join(_SHORT[name] for name in names)} |", f"|---|---|{'---|' * len(names)}"]
    for row in rows:
        lines.append(_line(row.name, str(row.questions), row.ours, names))
        lines.append(_line(f"… {baseline}", "", row.baseline, names))
    return lines


def _line(name: str, questions: str, figures: Figures, names: Sequence[str]) -> str:
    return f"| {name} | {questions} | {' | '.join(_figure(figures, name) for name in names)} |"


def _figure(figures: Figures, name: str) -> str:
    return f"{figures[name]:.3f}".replace("0.", ".", 1) if name in figures else "–"

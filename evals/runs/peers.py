"""What others published on the same sets: figures to set beside ours, each with its source and its number of questions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peer:
    """One published figure."""

    benchmark: str
    system: str
    setting: str
    figure: float
    """Of the benchmark's measure, 0 to 1."""
    questions: int
    source: str


_STORED = "MIRAGE's stored predictions, read by its own parser"
_LEADERBOARD = "MIRAGE's leaderboard (github.com/Teddy-XiongGZ/MIRAGE, docs/index.html at 392943a, February 2026)"
_SIZES = {"mmlu": 1089, "medqa": 1273, "medmcqa": 4183, "pubmedqa": 500, "bioasq": 618}
_ON_MIRAGE: tuple[tuple[str, str, str, dict[str, float]], ...] = (
    ("GPT-3.5", "no retrieval", _STORED, {"mmlu": 0.7291, "medqa": 0.6496, "medmcqa": 0.5537, "pubmedqa": 0.36, "bioasq": 0.7427}),
    ("GPT-3.5", "MedRAG, 32 passages", _STORED, {"mmlu": 0.7548, "medqa": 0.6661, "medmcqa": 0.5804, "pubmedqa": 0.674, "bioasq": 0.9029}),
    ("GPT-4", "no retrieval", _STORED, {"mmlu": 0.8944, "medqa": 0.8397, "medmcqa": 0.6988, "pubmedqa": 0.396, "bioasq": 0.843}),
    ("GPT-4", "MedRAG, 32 passages", _STORED, {"mmlu": 0.8724, "medqa": 0.828, "medmcqa": 0.6665, "pubmedqa": 0.706, "bioasq": 0.9256}),
    (
        "LinCogRAG",
        "GPT-5-mini",
        _LEADERBOARD,
        {"mmlu": 0.9495, "medqa": 0.934, "medmcqa": 0.7951, "pubmedqa": 0.726, "bioasq": 0.9045},
    ),
    ("SimRAG", "8B", _LEADERBOARD, {"mmlu": 0.7557, "medqa": 0.6292, "medmcqa": 0.6751, "pubmedqa": 0.8, "bioasq": 0.9175}),
)
PEERS = (
    *(
        Peer(f"mirage-{name}", system, setting, figure, _SIZES[name], source)
        for system, setting, source, figures in _ON_MIRAGE
        for name, figure in figures.items()
    ),
)


def peers_on(benchmark: str) -> tuple[Peer, ...]:
    """In the order of `PEERS`."""
    return tuple(peer for peer in PEERS if peer.benchmark == benchmark)

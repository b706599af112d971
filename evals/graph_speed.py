"""corpuscle eval graph-speed: what a curated graph of PrimeKG's size costs to import, to open and to ask."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.graph_speed_worker import KG_CSV, AskCost, ImportCost, StepTime
from corpuscle.evals.primekg_shape import NODE_TYPES, RELATIONS, write_kg_csv
from corpuscle.evals.retrieval_bench.child_process import run_apart

_WORKER = "corpuscle.evals.graph_speed_worker"
_IMPORT_S, _OPEN_MS, _TRIPLE_MS, _SENTENCES_MS = 180, 50, 1.0, 20.0


def measure(folder: Path, scale: float, triples: int, index: Path | None) -> tuple[ImportCost, AskCost, StepTime | None]:
    """Writes the invented kg.csv into `folder`, imports it, asks it; and checks triples with sentences where an index of articles is given."""
    write_kg_csv(folder / KG_CSV, scale)
    imported = ImportCost.model_validate_json(run_apart(_WORKER, ["import", str(folder), str(scale)], "The import"))
    asked = AskCost.model_validate_json(run_apart(_WORKER, ["ask", str(folder), str(triples)], "Asking the graph"))
    checked = None
    if index is not None:
        checked = StepTime.model_validate_json(run_apart(_WORKER, ["check", str(index), str(min(triples, 300))], "Checking with sentences"))
    return imported, asked, checked


def page(imported: ImportCost, asked: AskCost, checked: StepTime | None, scale: float, settings: Settings) -> str:
    """The measured figures in Markdown."""
    whole = next(step for step in asked.steps if "the whole:" in step.step)
    nodes, rows = sum(t.nodes for t in NODE_TYPES.values()), sum(r.rows for r in RELATIONS)
    steps = [*asked.steps, *([checked] if checked else [])]
    rated = [
        ("import, CPU s", f"{imported.cpu_s:.0f} ({imported.wall_s:.0f} wall clock)", f"≤ {_IMPORT_S}", imported.cpu_s <= _IMPORT_S),
        ("open and first look-up, ms", f"{asked.open_ms:.1f}", f"≤ {_OPEN_MS}", asked.open_ms <= _OPEN_MS),
        ("one triple without sentences, p95 ms", f"{whole.p95:.2f}", f"≤ {_TRIPLE_MS:g}", whole.p95 <= _TRIPLE_MS),
        *(
            [("one triple with sentences, p95 ms", f"{checked.p95:.1f}", f"≤ {_SENTENCES_MS:g}", checked.p95 <= _SENTENCES_MS)]
            if checked
            else []
        ),
    ]
    lines = [
        "# A graph of PrimeKG's size",
        "",
        f"`corpuscle eval graph-speed` on {settings.measured:%Y-%m-%d}, version {settings.version}, commit {settings.commit or '?'};",
        f"{settings.machine}, one core used, load {settings.load:g} (the machine was shared: CPU time counts, wall clock is an upper bound).",
        "",
        f"The graph is invented: PrimeKG's {nodes:,} nodes and {rows:,} rows (each edge in both directions) by type and relation, ends drawn by a",
        f"power law, times {scale:g}. The largest node has {asked.largest_degree:,} edges. It is imported into an index that already knows half of the",
        "genes, drugs and diseases under other identifiers.",
        "",
        "| | measured | target | |",
        "|---|---|---|---|",
        *(f"| {what} | {value} | {target} | {'met' if met else '**missed**'} |" for what, value, target, met in rated),
        "",
        (
            f"Import: {imported.rows:,} rows, {imported.edges:,} edges, {imported.nodes_joined:,} nodes joined and {imported.nodes_new:,} new;"
            f" {imported.peak_mb:,.0f} MB of memory at most; kg.csv has {imported.csv_mb:,.0f} MB, the graph {imported.graph_mb:,.0f} MB."
            f" The same file again: nothing changes, {imported.again_s:g} s (its digest is read)."
        ),
        "",
        (
            f"Asking: {asked.triples:,} triples, half of them rows drawn from the file (so that hubs come as often as they have edges), half ends of"
            f" different rows; CPU milliseconds each. First link after opening {asked.first_link_ms:.0f} ms. Memory of the process"
            f" {asked.peak_mb:,.0f} MB at most."
        ),
        "",
        "| step | p50 ms | p95 ms | most ms |",
        "|---|---|---|---|",
        *(f"| {step.step} | {step.p50:.3f} | {step.p95:.3f} | {step.most:.2f} |" for step in steps),
        "",
    ]
    return "\n".join(lines)


def graph_speed(
    index: Annotated[Path | None, typer.Option(help="Index of articles for the reviews with sentences.", file_okay=False)] = None,
    scale: Annotated[float, typer.Option(min=0.001, max=1.0, help="Share of PrimeKG's nodes and rows.")] = 1.0,
    triples: Annotated[int, typer.Option(min=50, help="How many are reviewed.")] = 2000,
    out: Annotated[Path | None, typer.Option(help="Write the page here: docs/benchmarks/graph-speed.md.", dir_okay=False)] = None,
    work: Annotated[Path | None, typer.Option(help="Folder with 3 GB of room for the files, removed afterwards.", file_okay=False)] = None,
) -> None:
    """Measure import, opening and reviewing at PrimeKG's size, on one core."""
    with tempfile.TemporaryDirectory(dir=work) as folder:
        written = page(*measure(Path(folder), scale, triples, index), scale, settings_now())
    if out is not None:
        out.write_text(written, encoding="utf-8")
    typer.echo(written)

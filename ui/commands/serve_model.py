"""corpuscle serve-model: a language model server for `--model served`, started by one command."""

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.settings import read_settings

if TYPE_CHECKING:
    from corpuscle.agent.serving import Serving
    from corpuscle.agent.serving.vllm import Device

Preset = Literal["vllm-gpu", "vllm-cpu", "gguf"]

_AT_A_TIME: dict[Preset, int] = {"vllm-gpu": 64, "vllm-cpu": 16, "gguf": 2}


def serve_model(
    preset: Annotated[Preset, typer.Argument(help="vLLM on a GPU or on this CPU, in an environment of its own; or a GGUF file, here.")],
    model: Annotated[
        str,
        typer.Argument(help="A folder with safetensors or a repository's name (vLLM); a GGUF file (gguf). Nothing only with --install."),
    ] = "",
    options: Annotated[
        list[str] | None, typer.Argument(help="After --: further options of vLLM's, such as --reasoning-parser qwen3.")
    ] = None,
    name: Annotated[str, typer.Option(help="Under which it is asked for; without, the last part of MODEL.")] = "",
    host: Annotated[str, typer.Option(help="Address to listen at; others than this computer's reach all who reach it.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes any free one (gguf).")] = 8000,
    context: Annotated[int, typer.Option(min=512, help="Tokens of prompt and reply together, of each request.")] = 8_192,
    at_a_time: Annotated[
        int | None,
        typer.Option(min=1, help="Requests worked on together, each of which takes memory; without: 64 on a GPU, 16 on a CPU, 2."),
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads of the CPU; on a loaded computer one is faster than two.")] = None,
    environment: Annotated[Path | None, typer.Option(help="Folder of vLLM's environment.")] = None,
    install: Annotated[bool, typer.Option("--install", help="Make that environment first: some gigabytes, minutes.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print what would be run, and run nothing (vLLM).")] = False,
) -> None:
    """Serve a language model on this computer, with what the agent needs: JSON schemas, prefix cache, token counts."""
    from corpuscle.agent.serving import GgufServer, Serving  # deferred: brings the whole agent

    if not model and not install:
        raise typer.BadParameter("Name the model.", param_hint="MODEL")
    name = name or Path(model).name.removesuffix(".gguf")
    serving = Serving(model, name, host, port, context, at_a_time or _AT_A_TIME[preset], threads)
    if preset == "gguf":
        server = GgufServer(serving)  # it serves for as long as it is held
        _say_where(server.url)
        threading.Event().wait()
    folder = environment or read_settings(RetrievalSettings).home / preset
    _run_vllm("gpu" if preset == "vllm-gpu" else "cpu", folder, serving, options or [], install, show)


def _run_vllm(device: "Device", folder: Path, serving: "Serving", options: list[str], install: bool, show: bool) -> None:
    from corpuscle.agent.serving import install_commands, vllm_command, vllm_environment, vllm_python  # deferred as above

    for command in install_commands(device, folder) if install else ():
        _say(shlex.join(command))
        if not show:
            _install(command)
    if not serving.model:
        return
    python = folder / "bin" / "python" if show else vllm_python(folder)
    command = vllm_command(python, device, serving, options)
    variables = vllm_environment(device, serving, os.environ)
    _say(shlex.join([*(f"{key}={value}" for key, value in variables.items() if os.environ.get(key) != value), *command]))
    if not show:
        _say_where(f"http://{serving.host}:{serving.port}/v1")
        os.execve(command[0], command, variables)  # noqa: S606 - signals reach vLLM itself


def _install(command: list[str]) -> None:
    from corpuscle.agent.errors import ServingError  # deferred as above

    try:
        subprocess.run(command, check=True)  # noqa: S603 - our own arguments
    except (subprocess.CalledProcessError, OSError) as exc:
        raise ServingError(f"vLLM's environment could not be made: {shlex.join(command)} failed.", "See above what pip says.") from exc


def _say_where(url: str) -> None:
    _say(f'Serving at {url} (once it has loaded); ask it with: CORPUSCLE_MODEL_URL={url} corpuscle ask --model served "…"')


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

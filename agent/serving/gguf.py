"""A GGUF file behind an OpenAI-compatible server in this process: llama.cpp's own, by way of xllamacpp (extra `local`)."""
# xllamacpp has no types; no other module touches it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportAttributeAccessIssue=false

import os
from importlib.util import find_spec
from pathlib import Path

from corpuscle.agent.errors import ServingError
from corpuscle.agent.serving.serving import Serving

_MAGIC = b"GGUF"  # https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
_HTTP_THREADS = 8


class GgufServer:
    """Serves the file until the object is gone. `url` is where, with /v1."""

    def __init__(self, serving: Serving) -> None:
        """Loads the model, which takes a second or more. Raises ServingError."""
        path = Path(serving.model)
        _require_gguf(path)
        if find_spec("xllamacpp") is None:
            raise ServingError("GGUF files are served by xllamacpp, which is not installed.", "Run pip install 'corpuscle[local]'.")
        import xllamacpp  # deferred: an extra, and 30 MB

        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.model_alias = {serving.name}
        parameters.hostnames = [serving.host]
        parameters.port = serving.port
        parameters.n_parallel = serving.at_a_time
        parameters.n_ctx = serving.context_tokens * serving.at_a_time  # llama.cpp divides it among its slots
        threads = serving.threads or os.cpu_count() or 1
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
        parameters.n_threads_http = _HTTP_THREADS
        parameters.ui = False
        parameters.endpoint_slots = False  # it shows everybody's prompts
        parameters.cors_origins = ""  # nor may a web page ask
        try:
            self._server = xllamacpp.Server(parameters)
        except RuntimeError as exc:
            raise ServingError(
                f"{path} cannot be served at {serving.host}:{serving.port}.",
                "See above what llama.cpp says: the port may be taken, the file damaged, or memory short (try a smaller --context).",
            ) from exc
        self.url = f"{self._server.listening_address}/v1"


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as exc:
        raise ServingError(f"{path} cannot be read: {exc.strerror or exc}.", "Name a GGUF file.") from exc
    if magic != _MAGIC:
        raise ServingError(f"{path} is no GGUF file.", "Name a GGUF file; folders with safetensors are served by vLLM.")

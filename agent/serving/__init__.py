"""Starts a language model server: vLLM in an environment of its own, or a GGUF file here."""

from corpuscle.agent.serving.gguf import GgufServer
from corpuscle.agent.serving.serving import Serving
from corpuscle.agent.serving.vllm import install_commands, vllm_command, vllm_environment, vllm_python

__all__ = ["GgufServer", "Serving", "install_commands", "vllm_command", "vllm_environment", "vllm_python"]

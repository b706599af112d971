"""The scripted model server, for commands that ask one."""

from tests.agent.served.conftest import model_url, script

__all__ = ["model_url", "script"]

"""The server that replies at once, asked by the agent's own client."""

from corpuscle.agent.served import ModelClient
from corpuscle.agent.served.replies import YesNoReply
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.overhead.server import NAME, ruled_server


def test_server_in_a_process_of_its_own_answers_the_client() -> None:
    with ruled_server() as url:
        client = ModelClient(AgentSettings(model_url=url))
        assert client.ask("Is it so?", YesNoReply).parsed.answer == "yes"
        assert client.name == NAME

"""Completions of one model on one server, asked for in the form that it understands."""

from collections.abc import Sequence

from pydantic import BaseModel

from corpuscle.agent.deadline import Deadline
from corpuscle.agent.served.completion import Completion
from corpuscle.agent.served.connection import Connection
from corpuscle.agent.served.refusals import NotUnderstoodError
from corpuscle.agent.served.request_forms import FORMS, Message, RequestForm, Sampling
from corpuscle.agent.served.retry import put_again
from corpuscle.agent.settings import AgentSettings


class Completions:
    """Finds the model's name and the form of request with the first completion, and keeps both."""

    def __init__(self, settings: AgentSettings) -> None:
        self.server = Connection(settings.model_url, settings.model_key, settings.model_connect_s, settings.model_first_token_s)
        self.name = settings.model_name
        """"" until it is known."""
        self.forms = FORMS
        """Those that are still in question; one, once it was understood."""
        self._max_tokens = settings.model_max_tokens
        self._sampling = Sampling(settings.model_temperature, settings.model_seed)

    async def complete(self, messages: Sequence[Message], schema: type[BaseModel], logprobs: bool, call: Deadline) -> Completion:
        """A complete reply, which may yet not fit the schema. Raises ModelError."""
        if not self.name:
            listed = await put_again(self.server.models, call)
            self.name = listed[0].id
        *forms, last = self.forms
        for form in forms:
            try:
                return await self._completed(form, messages, schema, logprobs, call)
            except NotUnderstoodError:
                continue
        return await self._completed(last, messages, schema, logprobs, call)

    async def _completed(
        self, form: RequestForm, messages: Sequence[Message], schema: type[BaseModel], logprobs: bool, call: Deadline
    ) -> Completion:
        body = form.body(self.name, messages, schema, self._max_tokens, logprobs, self._sampling)
        completion = await put_again(lambda: self.server.complete(body), call)
        self.forms = (form,)
        return completion

"""What the doctor says of a model server, and what that means for answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpuscle.ui.commands.finding import Finding

if TYPE_CHECKING:  # brings the whole agent
    from corpuscle.agent.served.capabilities import Capabilities
    from corpuscle.agent.settings import AgentSettings

_CONNECT_S = 2.0
_LONGEST_S = 60.0
_ENOUGH_CONTEXT = 4_096
_ENOUGH_TO_THINK = 4_096
_SUBJECT = "model server"


def model_server_findings(settings: "AgentSettings") -> Iterator[Finding]:
    """Found by asking: two short replies, which take a second or two on a server that has nothing else to do."""
    from corpuscle.agent.errors import ModelError  # deferred: brings the whole agent
    from corpuscle.agent.served.capabilities import find_capabilities

    try:
        found = find_capabilities(settings.model_copy(update={"model_connect_s": _CONNECT_S}), _LONGEST_S)
    except ModelError as exc:
        yield Finding(_SUBJECT, "absent", f"{exc} {exc.remedy} Until then the built-in model answers.")
        return
    others = f", beside {len(found.models) - 1} others" if len(found.models) > 1 else ""
    yield Finding(
        _SUBJECT,
        "ok",
        f"{settings.model_url} ({found.version or 'says no version'}) serves {found.model}{others}; use it with --model served",
    )
    yield _context(found)
    yield from _meanings(found)
    if found.reasons and settings.model_max_tokens < _ENOUGH_TO_THINK:
        yield Finding(
            "thoughts",
            "absent",
            f"it thinks before it replies, and {settings.model_max_tokens:,} tokens may not do for both: "
            f"set CORPUSCLE_MODEL_MAX_TOKENS to {_ENOUGH_TO_THINK:,} or more",
        )


def _context(found: "Capabilities") -> Finding:
    if found.context_tokens is None:
        return Finding("context", "ok", "the server does not say how long; a prompt that is too long is answered by the built-in model")
    room = f"{found.context_tokens:,} tokens for prompt and reply"
    if found.context_tokens >= _ENOUGH_CONTEXT:
        return Finding("context", "ok", room)
    return Finding("context", "absent", f"{room}: questions with many passages do not fit, and the built-in model answers them")


def _meanings(found: "Capabilities") -> Iterator[Finding]:
    for subject, has, good, bad in (
        (
            "JSON schemas",
            found.obeys_schemas,
            "obeyed: each reply has the form that its step needs",
            "not obeyed: a reply of another form is shown its error once, then the built-in model answers",
        ),
        (
            "streaming",
            found.streams,
            "yes: a server that hangs is noticed at the first token",
            "no: a server that hangs is noticed only when its time is up",
        ),
        (
            "probabilities",
            found.logprobs,
            "given: they count in yes/no and choice answers",
            "none: yes/no and choice answers rest on verdicts, polarity and what the model says",
        ),
        (
            "prompt cache",
            found.caches_prompts,
            "used: the evidence of a question is read once for all steps",
            "none that the server tells of: each step reads the evidence anew"
            if found.counts_tokens
            else "unknown: it counts no tokens, and answers say none",
        ),
    ):
        yield Finding(subject, "ok" if has else "absent", good if has else bad)

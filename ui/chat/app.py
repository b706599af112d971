"""The Chainlit entry: what the page does with a question. Import this only after CHAINLIT_APP_ROOT is set (server.py does)."""

import logging
import traceback
from asyncio import CancelledError, to_thread
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

import chainlit as cl
from chainlit.utils import utc_now

from corpuscle.agent.answers import Answer, QuestionType
from corpuscle.agent.errors import AgentError
from corpuscle.agent.events import Event, Grounded, StepStarted
from corpuscle.kg import Triple
from corpuscle.kg.errors import GraphError
from corpuscle.kg.paths import Path
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import RetrievalError
from corpuscle.retrieval.own_documents import OwnDocument, own_piece
from corpuscle.ui.chat.answer_panel import answer_panel, parts
from corpuscle.ui.chat.claim_rows import claim_row
from corpuscle.ui.chat.document_shelf import DocumentShelf
from corpuscle.ui.chat.question_form import read_question
from corpuscle.ui.chat.source_panel import SourcePanel, source_panel
from corpuscle.ui.chat.step_text import ICONS, StepSummary, document_words, summarise
from corpuscle.ui.chat.wording import STARTERS, WELCOME
from corpuscle.ui.citations import NumberedCitation, number_citations
from corpuscle.ui.sanitise import markdown_text
from corpuscle.ui.wording import STEP_WORDS

_log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What the page needs of an agent; `corpuscle.agent.Agent` is one."""

    def astream(
        self, question: str, type: QuestionType | None = None, options: Sequence[str] = (), *, documents: Sequence[OwnDocument] = ()
    ) -> AsyncIterator[Event]:
        """The events of one question, answered also from the asker's own documents; the last is Grounded."""
        ...

    def article(self, article_id: str) -> Article | None:
        """An article of the index, or None."""
        ...

    def paths(self, triple: Triple, limit: int = 5) -> list[Path]:
        """Paths through the graph between a triple's ends, best first."""
        ...


def register(agent: Answerer, shelf: DocumentShelf) -> None:
    """Makes `agent` the one that answers on this process's Chainlit page, also from the conversation's documents on the shelf."""

    async def on_message(message: cl.Message) -> None:
        session = cl.context.session
        file_ids = [element.chainlit_key or "" for element in message.elements]
        added = shelf.send(session, file_ids)
        if file_ids:
            await _tell_documents(added, shelf.searched(session), len(file_ids))
        if message.content.strip() or not file_ids:
            await _answer_question(agent, message.content, shelf.searched(session))

    async def chat_profiles(_: cl.User | None) -> list[cl.ChatProfile]:
        # A single profile is Chainlit's place for words on the empty page; no choice of profiles is shown.
        return [
            cl.ChatProfile(
                name="Corpuscle",
                markdown_description=WELCOME,
                icon="/public/favicon.svg",
                default=True,
                starters=[cl.Starter(label=s.label, message=s.question) for s in STARTERS],
            )
        ]

    cl.on_message(on_message)  # pyright: ignore[reportUnknownMemberType]  (Chainlit leaves the callback's type open)
    cl.set_chat_profiles(chat_profiles)


async def _tell_documents(added: Sequence[OwnDocument], searched: Sequence[OwnDocument], attached: int) -> None:
    summary = document_words(added, searched, attached)
    await _end(await _begin(summary.line, "file-text"), summary)


async def _answer_question(agent: Answerer, text: str, documents: Sequence[OwnDocument]) -> None:
    asked = read_question(text)
    question_type = QuestionType.CHOICE if asked.options else None
    try:
        events = agent.astream(asked.question, question_type, asked.options, documents=documents)
        await _show(_Reader(agent, documents), events, asked.options)
    except (AgentError, RetrievalError, GraphError) as exc:
        await cl.ErrorMessage(content=f"{markdown_text(str(exc))}\n\n{markdown_text(exc.remedy)}").send()
    except Exception as exc:  # noqa: BLE001  (the page's outermost border: whatever went wrong is logged and shown)
        # Frames only: an exception's own message may hold the question, which is never logged.
        _log.error("answering failed with %s\n%s", type(exc).__name__, "".join(traceback.format_tb(exc.__traceback__)))
        await cl.ErrorMessage(
            content="Something went wrong while answering, and no answer was kept. The server's log says where. Please try again."
        ).send()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Finds what an answer cites: in the conversation's documents or in the index."""

    agent: Answerer
    documents: Sequence[OwnDocument]

    def article(self, article_id: str) -> Article | None:
        return own_piece(self.documents, article_id) or self.agent.article(article_id)


async def _show(reader: _Reader, events: AsyncIterator[Event], options: Sequence[str]) -> None:
    running: cl.Step | None = None
    try:
        async for event in events:
            if isinstance(event, StepStarted):
                if running:
                    await _end(running, StepSummary(running.name))
                running = await _begin(STEP_WORDS[event.step], ICONS[event.step])
                continue
            if running:
                await _end(running, summarise(event))
                running = None
            if isinstance(event, Grounded):
                await _send_answer(reader, event.answer, options)
    except (CancelledError, Exception) as exc:
        if running:
            running.is_error = not isinstance(exc, CancelledError)
            await _end(running, StepSummary(f"{running.name}: stopped"))
        raise


async def _begin(line: str, icon: str) -> cl.Step:
    parent = cl.context.current_run
    step = cl.Step(name=line, type="tool", icon=icon, parent_id=parent.id if parent else None, show_input=False)
    step.start = utc_now()
    await step.send()
    return step


async def _end(step: cl.Step, summary: StepSummary) -> None:
    step.name = summary.line
    step.output = summary.detail
    step.end = utc_now()
    await step.update()


async def _send_answer(reader: _Reader, answer: Answer, options: Sequence[str]) -> None:
    numbered = number_citations(answer.statements)
    panels = [await _source_panel(reader, answer, cited, numbered) for cited in numbered]
    claims = await to_thread(lambda: [claim_row(reviewed, reader.agent.paths(reviewed.triple)) for reviewed in answer.triples])
    message = cl.Message(content="")
    await message.send()
    # Chainlit writes an element without an address to disk; the page reads its properties and never this address.
    element = cl.CustomElement(name="Answer", url="about:blank")
    for part in parts(answer_panel(answer, options, numbered, panels, claims)):
        element.props = asdict(part)
        await element.send(for_id=message.id)


async def _source_panel(reader: _Reader, answer: Answer, cited: NumberedCitation, numbered: Sequence[NumberedCitation]) -> SourcePanel:
    article_id = cited.citation.article_id
    article = await to_thread(reader.article, article_id)
    document = next((d for d in answer.documents if d.article_id == article_id), None)
    return source_panel(cited, numbered, article, document)

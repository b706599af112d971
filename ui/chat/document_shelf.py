"""The documents of each conversation, in memory: those attached and not sent yet, and those that are searched."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from corpuscle.retrieval.own_documents import OwnDocument, joined


@dataclass
class _Conversation:
    attached: dict[str, OwnDocument] = field(default_factory=dict[str, OwnDocument])
    searched: tuple[OwnDocument, ...] = ()


class DocumentShelf:
    """What the page holds of its conversations' documents. Of a file only its text is held, and nothing is written anywhere.

    A conversation is known by its Chainlit session, and its documents go when that does: at once when a new chat is begun, and ten minutes
    (`session_timeout`) after the page was closed, so that a connection may break and come back.
    """

    def __init__(self) -> None:
        self._conversations: WeakKeyDictionary[object, _Conversation] = WeakKeyDictionary()

    def __len__(self) -> int:
        """Number of conversations it holds something of."""
        return len(self._conversations)

    def attach(self, session: object, document: OwnDocument) -> str:
        """Keeps a document until its message is sent; returns the id the message refers to it by.

        Raises DocumentError where the conversation would hold too many.
        """
        conversation = self._of(session)
        joined([*conversation.searched, *conversation.attached.values(), document])
        file_id = str(uuid.uuid4())
        conversation.attached[file_id] = document
        return file_id

    def send(self, session: object, file_ids: Sequence[str]) -> tuple[OwnDocument, ...]:
        """Adds the attached documents with these ids to what is searched, forgets the other attached ones, and returns what was added."""
        conversation = self._of(session)
        before, attached = conversation.searched, conversation.attached
        conversation.searched = joined([*before, *(attached[file_id] for file_id in file_ids if file_id in attached)])
        conversation.attached = {}
        return conversation.searched[len(before) :]

    def searched(self, session: object) -> tuple[OwnDocument, ...]:
        """The documents that the conversation's questions are answered from, beside the index."""
        return self._of(session).searched

    def _of(self, session: object) -> _Conversation:
        return self._conversations.setdefault(session, _Conversation())

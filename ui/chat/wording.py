"""The fixed words of the chat page: written here, never by a model."""

from dataclasses import dataclass

from corpuscle.ui.wording import DISCLAIMER

WELCOME = (
    "**Ask a biomedical question.** Every sentence of the answer carries a quotation that was checked word for word in its "
    "PubMed abstract; click a number to read it there. Where the evidence does not answer, Corpuscle says so. "
    "PDFs and texts of yours that you attach are searched beside PubMed, and stay in memory."
    f"\n\n*{DISCLAIMER}*"
)

READ_ME = f"""# Corpuscle

Ask a biomedical question in one or two sentences. For a choice question, put each option on a line of its own: `A) …`, `B) …`.

- **Numbers** such as [1] open the abstract with the quoted words marked.
- **Claims checked** lists what was reviewed against the knowledge graph and the retrieved sentences:
  ✓ supported, ✗ contradicted, ± mixed, ? unknown. Unknown is never taken for a yes.
- **No answer** means that the evidence found does not settle the question; the sources that were read are listed.
- **Documents of your own** (text, PDF) can be attached to a question with the paper clip. They are searched beside PubMed for the rest
  of the chat, and quoted like articles, under their file's name. Of a file only its text is kept, in memory, until the chat ends.

Questions, answers and documents stay in memory on this computer; they are gone when a new chat is begun, or ten minutes after the page
is closed.

{DISCLAIMER}
"""


@dataclass(frozen=True, slots=True)
class StarterQuestion:
    """A question offered on the empty page: its short label and the question asked when it is chosen."""

    label: str
    question: str


STARTERS: tuple[StarterQuestion, ...] = (
    StarterQuestion(
        "Corticosteroids in patients over 80 with COVID-19",
        "Do corticosteroids improve two-week survival in hospitalised patients over 80 with severe COVID-19?",
    ),
    StarterQuestion("The transporter of Gitelman syndrome", "Which renal tubular transporter is affected in Gitelman syndrome?"),
    StarterQuestion("Adverse effects of tranexamic acid", "What adverse effects can tranexamic acid cause?"),
    StarterQuestion("Thiamine in diabetes", "What is known about thiamine for preventing complications of diabetes?"),
)

"""The fixed words of the chat page: written here, never by a model."""

from dataclasses import dataclass

DISCLAIMER = (
    "Corpuscle reports what the indexed literature says. It gives no medical advice and is not for emergencies: "
    "in an emergency call your local emergency number."
)

WELCOME = (
    "**Ask a biomedical question.** Every sentence of the answer carries a quotation that was checked word for word in its "
    "PubMed abstract; click a number to read it there. Where the evidence does not answer, Corpuscle says so."
    f"\n\n*{DISCLAIMER}*"
)

READ_ME = f"""# Corpuscle

Ask a biomedical question in one or two sentences. For a choice question, put each option on a line of its own: `A) …`, `B) …`.

- **Numbers** such as [1] open the abstract with the quoted words marked.
- **Claims checked** lists what was reviewed against the knowledge graph and the retrieved sentences:
  ✓ supported, ✗ contradicted, ± mixed, ? unknown. Unknown is never taken for a yes.
- **No answer** means that the evidence found does not settle the question; the sources that were read are listed.

Questions and answers stay in memory on this computer and are gone when the page is closed.

{DISCLAIMER}
"""


@dataclass(frozen=True, slots=True)
class StarterQuestion:
    """A question offered on the empty page: its short label and the question asked when it is chosen."""

    label: str
    question: str


STARTERS: tuple[StarterQuestion, ...] = (
    StarterQuestion("Does aspirin inhibit platelet aggregation?", "Does aspirin inhibit platelet aggregation?"),
    StarterQuestion("What is levodopa used to treat?", "Which disease is levodopa used to treat?"),
    StarterQuestion("Adverse effects of gentamicin", "List adverse effects of gentamicin."),
    StarterQuestion("What is known of interferon in hepatitis B?", "What is known about interferon in chronic hepatitis B?"),
)

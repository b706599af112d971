"""The fixed words that the terminal and the chat page share: written here, never by a model."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the checks before the chat page starts must not wait for the agent's libraries
    from corpuscle.agent.events import StepName

DISCLAIMER = (
    "Corpuscle reports what the indexed literature says. Not medical advice, and not for emergencies: "
    "in an emergency call your local emergency number."
)

STEP_WORDS: "dict[StepName, str]" = {
    "understand": "Understanding the question",
    "retrieve": "Searching the articles",
    "search_again": "Searching again",
    "generate": "Looking for claims",
    "review": "Checking each claim",
    "revise": "Revising what was contradicted",
    "answer": "Writing the answer",
    "ground": "Checking every quotation",
}
"""What is going on while a step runs."""

INSTALL_CHAT = "Run `make chat`, or install them with: pip install 'corpuscle[ui]'"
"""What to do where the chat page's libraries are away."""

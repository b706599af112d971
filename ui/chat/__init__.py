"""The chat page: a Chainlit app that shows how an answer comes about, and what each of its sentences rests on."""

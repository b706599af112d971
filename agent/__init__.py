"""Answers a question: understand, retrieve, generate, review, revise, answer, ground."""

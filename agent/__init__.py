"""Answers a question: understand, retrieve, generate, review, revise, answer, ground."""

from corpuscle.agent.agent import Agent
from corpuscle.agent.answers import Answer, Citation, Document, QuestionType, Statement

__all__ = ["Agent", "Answer", "Citation", "Document", "QuestionType", "Statement"]

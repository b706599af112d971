"""Ranking of test collections, speed of search, the built-in model on yes/no questions, the worked examples, and their reports."""

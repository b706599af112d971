"""Probabilities as people read them: two digits, and never a certainty."""


def said(probability: float) -> str:
    """ "0.97"; what would round to 0.00 or 1.00 is "<0.01" or ">0.99"."""
    return "<0.01" if probability < 0.005 else ">0.99" if probability >= 0.995 else f"{probability:.2f}"

"""Every prompt, one Markdown file each."""

from corpuscle.prompts.library import NOT_ANSWERED, fields, filled, prompt_digests

__all__ = ["NOT_ANSWERED", "fields", "filled", "prompt_digests"]

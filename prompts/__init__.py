"""Every prompt, one Markdown file each."""

from corpuscle.prompts.library import NOT_ANSWERED, fields, filled

__all__ = ["NOT_ANSWERED", "fields", "filled"]

"""Every prompt, one Markdown file each."""

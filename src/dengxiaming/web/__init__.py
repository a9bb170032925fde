"""The pages: read what was asked, ask the duties, hand the answer to a template. Navigation in one file."""

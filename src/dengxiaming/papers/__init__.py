"""Papers: what the site knows, filled into a form, comes out as docx and pdf (R11). Knows no database and no Django.

One folder a paper: `form.py` is what it is filled from, `paper.py` lays it out and gives `docx` and `pdf`.
"""

"""制度: the document as a living page, and the list of duties behind every number."""

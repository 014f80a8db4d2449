"""How good a document is, as far as code can say."""

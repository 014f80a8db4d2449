"""How good documents are: a set with known structure, metrics, baselines and a checker."""

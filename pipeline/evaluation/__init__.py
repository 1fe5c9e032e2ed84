"""Measures understanding: on labelled files or by cross-validation over data/nlu, alone or beside stock Rasa.

    python -m pipeline.evaluation [FILE ...] [--folds 5] [--against stock] [--share 0.25]

`clinic evaluate` runs this in the engine's environment. docs/evaluation.md explains how to read the report.
"""

"""A patient's words in, findings and red flags out.

Reading order: folding, spelling, reading, concepts, patterns, context, assertions, engine; then watch,
findings, answers and signals, which put questions to what was read.
"""

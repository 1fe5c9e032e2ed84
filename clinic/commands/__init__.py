"""The commands of `clinic`, one module per topic. A module offers `register(app)`.

Modules import what is heavy inside their commands: `clinic --help` must not load a language model.
"""

"""I/O. The owner's language model, where there is one: asked for other words, and for nothing else.

`endpoint` asks a server that speaks OpenAI's chat completions, usually one on this machine. What it
answers is a stranger's text; whether it may stand is decided in `writing/rewording`.
"""

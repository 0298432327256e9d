"""A whole job search in a minute: servers in the process, a story, a scripted owner, the real
daemon.
"""

from agent.demo.play import play

__all__ = ["play"]

"""Sets the stage, runs the daemon as it is, tells in the terminal what it sees, does and why."""

import tempfile
from dataclasses import replace
from pathlib import Path

from agent import screen, timeline
from agent.cases.event import Event, Happening
from agent.config import load
from agent.daemon import Daemon, Tell, open_desk
from agent.demo.letters import local, story
from agent.demo.servers import LOOPBACK, PASSWORD, USER, Servers
from agent.demo.world import World

NEVER_POLLS_S = 7 * 24 * 3600.0  # of the story's time; the world ends every wait before


def play(*, pace_s: float) -> None:
    """Show the story, a day in `pace_s` seconds. Leaves nothing behind."""
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        show(event)

    screen.out.print(
        f"Six weeks in the mailbox of {story()['owner']['name']}, who exists only here. Both mail"
        " servers run inside this process; drafts are made, and nothing is sent by us.\n"
    )
    perform(tell, pace_s=pace_s)
    timeline.endings(told)
    screen.out.print("Nothing of this is left. Your own mailbox next: README.md, five minutes.")


def show(event: Event) -> None:
    timeline.event(event)
    if event.event is Happening.DRAFTED:
        timeline.letter(event)


def perform(tell: Tell, *, pace_s: float) -> None:
    """Run the daemon through the story; every event goes to `tell` as it happens."""
    with tempfile.TemporaryDirectory(prefix="afterword-demo-") as folder, Servers() as servers:
        config = load(_config(Path(folder), servers))
        with open_desk(config, local(story()["begins"])) as desk:
            world = World(desk.mailbox, servers, pace_s=pace_s)
            in_world = replace(desk, mailbox=world, clock=world.clock)
            daemon = Daemon(in_world, poll_s=NEVER_POLLS_S, tell=tell)
            world.on_end = daemon.stop
            daemon.run()


def _config(folder: Path, servers: Servers) -> Path:
    owner = story()["owner"]
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    path = folder / "config.yaml"
    path.write_text(
        f"""\
owner:
  name: {owner["name"]}
  addresses: [{owner["address"]}]
  zone: {owner["zone"]}
  country: {owner["country"]}
mailbox:
  host: {LOOPBACK}
  port: {servers.imap_port}
  security: plain
  user: {USER}
  password: {{file: {password}}}
state:
  directory: {folder / "state"}
""",
        encoding="utf-8",
    )
    return path

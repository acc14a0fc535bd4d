"""Starts each notebook server in the sandbox of Aldgate's host, with one snapshot, read-only."""

import os
import re
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

here = Path(__file__).resolve().parent
uuid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
plain = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


def checked(options, user, server):
    """What the portal's host asked for, or ValueError: nothing here comes from a person's own form."""
    wanted = {name: str(options.get(name, "")) for name in ("workspace", "snapshot", "size")}
    if not uuid.fullmatch(wanted["workspace"]) or server != "w-" + wanted["workspace"]:
        raise ValueError("A server is started for one workspace, by Aldgate.")
    if not user.startswith("p-") or not uuid.fullmatch(user[2:]):
        raise ValueError("A server is started for one of Aldgate's people.")
    if not plain.fullmatch(wanted["snapshot"]):
        raise ValueError("The snapshot's name is not a plain word.")
    if wanted["size"] not in ("S", "M", "L"):
        raise ValueError("The size is S, M or L.")
    return wanted


class AldgateSpawner(SimpleLocalProcessSpawner):
    def options_from_form(self, _form):
        raise ValueError("Servers are started from the workspace's page in Aldgate.")

    async def start(self):
        wanted = checked(self.user_options, self.user.name, self.name)
        node = os.environ.get("ALDGATE_NODE", str(here.parents[1] / "node_modules/.bin/node"))
        self.cmd = [node, "--no-warnings", str(here / "serve.ts")]
        self.args = [
            *("--snapshots", str(Path(os.environ.get("ALDGATE_HOME", ".aldgate")).resolve() / "snapshots")),
            *("--person", self.user.name[2:]),
            *(word for name, value in wanted.items() for word in (f"--{name}", value)),
        ]
        return await super().start()

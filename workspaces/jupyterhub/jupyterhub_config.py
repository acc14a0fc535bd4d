"""JupyterHub on one machine as a driver of Aldgate's workspaces. See README.md."""

import os
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))
from aldgate_spawner import AldgateSpawner  # noqa: E402

c = get_config()  # noqa: F821

home = Path(os.environ.get("ALDGATE_HOME", ".aldgate")).resolve()
state = home / "jupyterhub"
state.mkdir(mode=0o700, parents=True, exist_ok=True)
port = int(os.environ.get("ALDGATE_JUPYTERHUB_PORT", "8000"))

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{state / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.JupyterHub.spawner_class = AldgateSpawner
c.AldgateSpawner.home_dir_template = str(state / "people" / "{username}")
c.AldgateSpawner.environment = {"JUPYTERHUB_SINGLEUSER_APP": "notebook.notebookapp.NotebookApp"}
c.AldgateSpawner.start_timeout = 60
c.AldgateSpawner.http_timeout = 60

# nobody signs in here: people come from Aldgate with a token for one server
c.JupyterHub.authenticator_class = "null"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.concurrent_spawn_limit = 10

token = Path(os.environ["ALDGATE_JUPYTERHUB_TOKEN_FILE"])
if token.stat().st_mode & 0o077:
    raise SystemExit(f"{token} can be read by others: chmod 600 it.")
c.JupyterHub.services = [{"name": "aldgate", "api_token": token.read_text().strip()}]
c.JupyterHub.load_roles = [
    {
        "name": "aldgate",
        "scopes": ["admin:users", "servers", "tokens"],
        "services": ["aldgate"],
    },
    # people start and stop nothing themselves, and make no tokens
    {"name": "user", "scopes": ["access:servers!user", "read:users:name!user", "users:activity!user"]},
    # what a kernel finds in its server's environment lets it into no server, also not another of its person
    {"name": "server", "scopes": ["users:activity!user"]},
]

"""KubeSpawner for Aldgate: each server sees one snapshot of the shared volume, read-only, and no more.

`modify_pod_hook` would see the pod; `pre_spawn_hook` is enough, because everything here is a trait.
"""

import os
import re

c = get_config()  # noqa: F821

uuid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
plain = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")

# memory and processors of each size, as workspaces/host/session/sizes.ts has them
sizes = {"S": ("2G", 1), "M": ("4G", 2), "L": ("16G", 4)}


def over_one_snapshot(spawner):
    """Sets the pod up from what Aldgate's host asked for; anything else is refused."""
    asked = spawner.user_options
    workspace, snapshot = str(asked.get("workspace", "")), str(asked.get("snapshot", ""))
    if not uuid.fullmatch(workspace) or spawner.name != "w-" + workspace:
        raise ValueError("A server is started for one workspace, by Aldgate.")
    if not plain.fullmatch(snapshot) or asked.get("size") not in sizes:
        raise ValueError("The snapshot or the size is not what Aldgate asks for.")
    memory, processors = sizes[asked["size"]]
    spawner.mem_limit = memory
    spawner.mem_guarantee = memory
    spawner.cpu_limit = processors
    spawner.extra_labels = {"aldgate/workspace": workspace}
    spawner.volumes = [
        {
            "name": "snapshots",
            "persistentVolumeClaim": {
                "claimName": os.environ.get("ALDGATE_SNAPSHOTS_CLAIM", "aldgate-snapshots"),
                "readOnly": True,
            },
        },
        {"name": "scratch", "emptyDir": {"sizeLimit": "1Gi"}},
    ]
    spawner.volume_mounts = [
        {"name": "snapshots", "mountPath": "/data", "subPath": snapshot, "readOnly": True},
        {"name": "scratch", "mountPath": "/tmp"},
    ]


c.KubeSpawner.pre_spawn_hook = over_one_snapshot
c.KubeSpawner.automount_service_account_token = False
c.KubeSpawner.allow_privilege_escalation = False
c.KubeSpawner.container_security_context = {
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
c.KubeSpawner.environment = {"HOME": "/tmp", "ALDGATE_DATA": "/data"}

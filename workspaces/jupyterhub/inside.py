"""Starts a notebook server in a sandbox that has no network.

Two Unix sockets lead out. Through `hub` the server asks JupyterHub who is calling; through `server` come the
requests of browsers: a few connections wait there, each is used once, and another takes its place. What the
server must know (its token too) comes on standard input, never on a command line.
"""

import asyncio
import json
import os
import sys

spares = 8


async def pour(reader, writer):
    try:
        while True:
            some = await reader.read(65536)
            if not some:
                break
            writer.write(some)
            await writer.drain()
    except (ConnectionError, OSError):
        pass
    finally:
        writer.close()


async def both(one, other):
    await asyncio.gather(pour(one[0], other[1]), pour(other[0], one[1]))


async def ask_the_hub(reader, writer):
    try:
        there = await asyncio.open_unix_connection("/sockets/hub")
    except OSError:
        writer.close()
        return
    await both((reader, writer), there)


async def wait_for_request(port):
    """Offers connections one after another; each becomes a request's when its first bytes come."""
    while True:
        try:
            reader, writer = await asyncio.open_unix_connection("/sockets/server")
        except OSError:
            return
        first = await reader.read(65536)
        if first:
            asyncio.ensure_future(serve(port, first, reader, writer))
        else:
            writer.close()


async def serve(port, first, reader, writer):
    for _ in range(300):
        try:
            there = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.1)  # it is still starting
    else:
        writer.close()
        return
    there[1].write(first)
    await both((reader, writer), there)


async def main():
    told = json.loads(sys.stdin.readline())
    await asyncio.start_server(ask_the_hub, "127.0.0.1", told["hubPort"])
    for _ in range(spares):
        asyncio.ensure_future(wait_for_request(told["port"]))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "jupyterhub.singleuser",
        "--config=/runtime/jupyterhub/notebook_config.py",
        env={**os.environ, **told["environment"]},
        stdin=asyncio.subprocess.DEVNULL,
    )
    return await child.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

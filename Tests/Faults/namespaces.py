"""A network for some processes, whose only cable can be pulled out. To be imported; needs root and iproute2."""
import asyncio
import contextlib
import ctypes
import os
import pathlib
import socket
import subprocess
import threading

from loop_thread import LoopThread

CLONE_NEWNET = 0x40000000


class Island:
    """A network namespace, joined to this one by a cable. This end of the cable has the address `here`."""

    def __init__(self, number=7):
        self.name = f"ekoflow-{os.getpid()}"
        self.cable, self.far = f"eko{os.getpid()}a", f"eko{os.getpid()}b"
        self.here, self.there = f"10.231.{number}.1", f"10.231.{number}.2"
        # What starts a program on the island.
        self.enter = ("ip", "netns", "exec", self.name)

    def __enter__(self):
        ip("netns", "add", self.name)
        try:
            ip("link", "add", self.cable, "type", "veth", "peer", "name", self.far, "netns", self.name)
            ip("address", "add", f"{self.here}/30", "dev", self.cable)
            ip("link", "set", self.cable, "up")
            for end in (["link", "set", "lo", "up"], ["address", "add", f"{self.there}/30", "dev", self.far],
                        ["link", "set", self.far, "up"]):
                ip("-netns", self.name, *end)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run(["ip", "netns", "delete", self.name], check=False)
        subprocess.run(["ip", "link", "delete", self.cable], stderr=subprocess.DEVNULL, check=False)

    def pull_out(self):
        """From now on, what either side sends is lost."""
        ip("link", "set", self.cable, "down")

    def plug_in(self):
        """Connects both sides again."""
        ip("link", "set", self.cable, "up")

    def listener(self):
        """A listening socket on the loopback address of the island, for a server in this process."""
        made = []
        thread = threading.Thread(target=lambda: made.append(self._listen()))
        thread.start()
        thread.join()
        return made[0]

    def _listen(self):
        # Only this thread moves, and it ends: a socket stays in the namespace in which it was made.
        with pathlib.Path(f"/run/netns/{self.name}").open() as namespace:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        return socket.create_server(("127.0.0.1", 0), backlog=1_000)


class Relay(LoopThread):
    """Passes on what arrives at an address to a port of the loopback address."""

    def __init__(self, address, port):
        super().__init__(socket.create_server((address, 0), backlog=1_000))
        self.target = port

    async def serve(self):
        return await asyncio.start_server(self._pass_on, sock=self.listener)

    async def _pass_on(self, reader, writer):
        # At the end, what is still under way is cancelled.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))


async def copy(reader, writer):
    with contextlib.suppress(OSError):
        while part := await reader.read(65_536):
            writer.write(part)
            await writer.drain()
    writer.close()


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)

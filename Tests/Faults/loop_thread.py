"""An event loop of asyncio on a thread of its own, beside the program. To be imported."""
import asyncio
import threading


class LoopThread:
    """Serves in the block of `with`. What `serve` starts is ended with the block."""

    def __init__(self, listener):
        self.listener = listener
        self.port = listener.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    async def serve(self):
        """Starts the server of `listener`, and returns it."""
        raise NotImplementedError

    def __enter__(self):
        self._thread.start()
        self._is_ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.listener.close()

    def _run(self):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(self.serve())
        self._is_ready.set()
        self.loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

"""`ekoflow sandbox`, and what arrived there. To be imported."""
import json
import subprocess
import threading
import urllib.request


class Sandbox:
    """A sandbox with its log: a line for each whole request that arrives."""

    def __init__(self, binary):
        self.log = []
        self.process = subprocess.Popen(
            [binary, "sandbox", "--port", "0", "--log"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.origin = next(line.split()[1] for line in self.process.stdout if line.startswith("sandbox:"))
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)

    def _read(self):
        self.log.extend(self.process.stderr)

    def control(self, path, body):
        request = urllib.request.Request(
            f"{self.origin}/_sandbox/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def get(self, path):
        with urllib.request.urlopen(f"{self.origin}/_sandbox/{path}", timeout=30) as response:
            return json.load(response)

    def inbox(self, number):
        return self.get(f"inbox/{number}")["messages"]

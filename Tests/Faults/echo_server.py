"""A server that gives away all that it was told, in every encoding. To be imported."""
import base64
import json
import socket
import threading
import urllib.parse


def encodings(secret):
    """A secret as tools and servers may write it; of base64 the part that is its own at each alignment."""
    data = secret.encode()
    in_json = json.dumps(secret)[1:-1]
    forms = {
        "raw": secret, "JSON": in_json, "JSON with slashes": in_json.replace("/", "\\/"),
        "XML": secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
        "percent": urllib.parse.quote(secret, safe=""), "form": urllib.parse.quote_plus(secret),
        "hex": data.hex(), "HEX": data.hex().upper(),
    }
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + data).decode()
        part = text[(offset * 8 + 5) // 6:(offset + len(data)) * 8 // 6]
        forms[f"base64 at {offset}"] = part
        forms[f"base64url at {offset}"] = part.replace("+", "-").replace("/", "_")
    return forms


class EchoServer:
    """Answers each request with all encodings of its headers and of the keys."""

    def __init__(self, keys):
        self.keys = keys
        self.signatures = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65_536)
            if not part:
                return
            data += part
        head = data.split(b"\r\n\r\n")[0].decode("latin-1")
        connection.sendall(self._response(head))
        connection.close()

    def _response(self, head):
        lines = head.split("\r\n")
        self.signatures |= {line[12:] for line in lines if line.lower().startswith("secret-key: ")}
        values = [line.split(": ", 1)[1] for line in lines[1:] if ": " in line]
        told = head + "".join(form for value in values + self.keys for form in encodings(value).values())
        # An excerpt is cut at 400 characters, also within a secret.
        body = json.dumps({"status": 1, "message": told, "long": "x" * 390 + self.keys[-1] * 3}).encode()
        return (
            f"HTTP/1.1 200 OK\r\nx-echo: {self.keys[0]}\r\ncontent-type: application/json\r\nconnection: close\r\n"
            f"content-length: {len(body)}\r\n\r\n").encode() + body

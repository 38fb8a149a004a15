"""A server that gives away all that it was told, in every encoding and in every place of an answer. To be imported."""

import json
import re
import socket
import threading

from spellings import encodings

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5MDAyMzM2NzY4In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"


class EchoServer:
    """Answers `/otp/verify` with a token, `/text` with plain text, and everything else with JSON.

    Each answer has the keys, the signature of its request, and what the request has in its body: in all encodings.
    """

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
        head, body = data.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"content-length: (\d+)", head.lower() + b"content-length: 0").group(1))
        while len(body) < length:
            body += connection.recv(65_536)
        connection.sendall(self._response(head.decode("latin-1"), body))
        connection.close()

    def _response(self, head, body):
        lines = head.split("\r\n")
        signatures = [line[12:] for line in lines if line.lower().startswith("secret-key: ")]
        self.signatures |= set(signatures)
        if "/otp/verify" in lines[0]:
            return http(json.dumps({"status": 0, "data": {"otp_verification_token": TOKEN}}), [])
        told = json.loads(body) if body else {}
        secrets = self.keys + signatures + [str(told[name]) for name in ("given_otp", "given_token") if name in told]
        headers = [(f"x-{re.sub(r'[^A-Za-z0-9!#$&*+.^_|~-]', '', secret)}", "1") for secret in secrets]
        forms = [form for secret in secrets for form in encodings(secret).values()]
        cut = [
            part
            for secret in secrets
            if len(secret) > 12
            for part in (secret[:-3], secret[3:], secret[2:-2], secret[:10])
        ]
        headers += [
            (f"x-echo-{index}", form) for index, form in enumerate(forms + cut) if form.isascii() and form.isprintable()
        ]
        if "/text" in lines[0]:
            return http("plain: " + " | ".join(forms + cut), headers)
        answer = {
            "status": 1,
            "message": json.dumps({"told": " | ".join(forms)}),
            "deep": json.dumps(json.dumps({"told": forms})),
            "data": {"values": forms, "cut": cut, "names": {form: index for index, form in enumerate(forms)}},
            # An excerpt is cut at 400 characters, also within a secret.
            "long": "x" * 390 + secrets[0] * 3,
            "longer": "x" * 395 + secrets[-1] * 3,
        }
        return http(json.dumps(answer), headers)


def http(body, headers):
    lines = [
        f"{name}: {value}\r\n"
        for name, value in [*headers, ("connection", "close"), ("content-length", len(body.encode()))]
    ]
    return ("HTTP/1.1 200 OK\r\n" + "".join(lines) + "\r\n" + body).encode()

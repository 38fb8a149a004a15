"""A server in place of the API that remembers each request that arrives. To be imported."""
import asyncio
import dataclasses
import json
import secrets
import socket
import time
import urllib.parse
import urllib.request

from loop_thread import LoopThread

STEPS = {
    ("POST", "/ekoapi/v3/tools/kyc/mobile/otp"): "send",
    ("PUT", "/ekoapi/v3/tools/kyc/mobile/otp/verify"): "verify",
    ("GET", "/ekoapi/v3/tools/kyc/mobile/otp/validate-token"): "token",
}
LOOK, INBOX = "/ekoapi/v3/look/", "/_sandbox/inbox/"


@dataclasses.dataclass(frozen=True)
class Arrival:
    """A whole request that has arrived: when, of which step, for which number, and with which `client_ref_id`."""

    time: float
    step: str
    number: str
    reference: str = ""


class Phone:
    """What a number has got: only its last OTP is valid, and only once."""

    def __init__(self):
        self.otp = self.tid = self.token = None
        self.is_verified = False


class Witness(LoopThread):
    """Sends OTPs as the API does, to nobody, and keeps the arrivals of each number.

    It has the inbox of a sandbox, which counts as no arrival. `seconds` is how long an answer takes.
    """

    def __init__(self, seconds=0, listener=None):
        self.seconds = seconds
        self.count, self.arrivals, self.phones, self.numbers_of_tokens = 0, {}, {}, {}
        super().__init__(listener or socket.create_server(("127.0.0.1", 0), backlog=1_000))
        self.origin = f"http://127.0.0.1:{self.port}"

    async def serve(self):
        return await self.loop.create_server(lambda: Conversation(self), sock=self.listener)

    def of(self, *steps, numbers=None):
        """The arrivals of these steps, or of all; for these numbers, or for all."""
        lists = [self.arrivals.get(number, ()) for number in (list(self.arrivals) if numbers is None else numbers)]
        return [arrival for arrivals in lists for arrival in list(arrivals) if not steps or arrival.step in steps]

    def forget(self, numbers):
        """Forgets what arrived for these numbers."""
        for number in numbers:
            self.arrivals.pop(number, None)
            self.phones.pop(number, None)

    def settle(self):
        """Waits until everything that was sent before has arrived, also by processes that are gone.

        What is in the buffers of the kernel is read, at the latest, together with the requests that are made here.
        """
        for _ in range(3):
            with urllib.request.urlopen(f"{self.origin}{INBOX}nobody", timeout=60) as response:
                response.read()

    def answer(self, method, target, body, fields):
        """The status and the body of the answer to a request with these header fields."""
        path, _, query = target.partition("?")
        if path.startswith(INBOX):
            phone = self.phones.get(path.removeprefix(INBOX))
            return 200, {"messages": [{"otp": phone.otp}] if phone else []}
        told = dict(urllib.parse.parse_qsl(query)) | (json.loads(body) if body else {})
        step = STEPS.get((method, path))
        if method == "GET" and path.startswith(LOOK):
            number, _, tid = path.removeprefix(LOOK).partition("/")
            self._arrived("look", number)
            phone = self.phones.get(number)
            return (200, {"status": 0, "data": {"mobile": number}}) if phone and phone.tid == tid else (404, {})
        if step == "token":
            number = self.numbers_of_tokens.get(told.get("otp_verification_token"), "nobody")
            self._arrived(step, number)
            return (200, verified(1633, number, told, self.phones)) if number != "nobody" else (200, refused(1634))
        number = str(told.get("mobile"))
        self._arrived(step or f"{method} {path}", number, told.get("client_ref_id", ""))
        if step == "send":
            return 200, self._send(number, told)
        if step == "verify":
            return 200, self._verify(number, told)
        return 404, {}

    def _arrived(self, step, number, reference=""):
        self.count += 1
        self.arrivals.setdefault(number, []).append(Arrival(time.monotonic(), step, number, reference))

    def _send(self, number, told):
        """A new OTP, which makes the ones before it void."""
        phone = self.phones.setdefault(number, Phone())
        phone.is_verified = False
        phone.otp, phone.tid = f"{self.count * 7_919 % 900_000 + 100_000}", f"{3_000_000_000 + self.count}"
        return envelope(0, 1623, "OTP has been sent", {
            "tid": phone.tid, "initiator_id": "9962981729", "client_ref_id": told.get("client_ref_id", ""),
            "otp_expiry_timestamp": "2099-01-01T00:00:00Z"})

    def _verify(self, number, told):
        phone = self.phones.get(number)
        if phone is None or phone.otp != told.get("otp") or phone.is_verified:
            return refused(1632)
        phone.is_verified = True
        phone.token = f"token-{self.count:08}-{secrets.token_hex(8)}"
        self.numbers_of_tokens[phone.token] = number
        return verified(1632, number, told, self.phones)


class Conversation(asyncio.Protocol):
    """One connection: requests one after another."""

    def __init__(self, witness):
        self.witness, self.received, self.transport = witness, b"", None

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, rest = self.received.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(fields.get("content-length", 0))
            if len(rest) < length:
                return
            body, self.received = rest[:length], rest[length:]
            method, target, _ = first.split(" ")
            status, answer = self.witness.answer(method, target, body, fields)
            text = json.dumps(answer).encode()
            response = b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (
                status, len(text))
            if self.witness.seconds:
                self.witness.loop.call_later(self.witness.seconds, self._write, response + text)
            else:
                self._write(response + text)

    def _write(self, response):
        if not self.transport.is_closing():
            self.transport.write(response)


def envelope(status, kind, message, data):
    return {"status": status, "response_status_id": status, "response_type_id": kind, "message": message, "data": data}


def verified(kind, number, told, phones):
    return envelope(0, kind, "OTP is verified", {
        "otp_verification_token": phones[number].token, "mobile": number, "tid": phones[number].tid,
        "initiator_id": "9962981729", "client_ref_id": told.get("client_ref_id", "")})


def refused(kind):
    return envelope(1, kind, "OTP verification failed", {})

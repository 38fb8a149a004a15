"""A client of the API in another language, with its own signing: walks the whole flow, and is refused when it must be.

Usage: sandbox_client.py ORIGIN DEVELOPER_KEY ACCESS_KEY. Ends with 0 if all holds.

It needs nothing but the standard library.
"""
import base64
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ORIGIN, DEVELOPER_KEY, ACCESS_KEY = sys.argv[1:]
API = ORIGIN + "/ekoapi/v3/tools/kyc/mobile/otp"
INITIATOR, MOBILE = "9962981729", "9002336768"


def signature(timestamp, key):
    return base64.b64encode(hmac.new(key, timestamp.encode(), hashlib.sha256).digest()).decode()


def signed(access_key=ACCESS_KEY, seconds=False, decoded=False, developer_key=DEVELOPER_KEY):
    timestamp = str(int(time.time() * (1 if seconds else 1000)))
    key = access_key.encode() if decoded else base64.b64encode(access_key.encode())
    return {
        "developer_key": developer_key, "secret-key": signature(timestamp, key), "secret-key-timestamp": timestamp,
        "content-type": "application/json",
    }


def call(method, url, headers=None, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, dict(response.headers), json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), json.load(error)


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"{what}: expected {expected!r}, actual {actual!r}")
    print(what, "as expected")


def send(headers, mobile=MOBILE):
    body = {"initiator_id": INITIATOR, "client_ref_id": "PYTHON-1", "csp_id": MOBILE, "mobile": mobile}
    return call("POST", API, headers, body)


def verify(otp):
    return call("PUT", API + "/verify", signed(), {"initiator_id": INITIATOR, "mobile": MOBILE, "otp": otp})


def validate(token):
    query = urllib.parse.urlencode({"initiator_id": INITIATOR, "otp_verification_token": token})
    return call("GET", f"{API}/validate-token?{query}", signed())


def control(path, body):
    return call("POST", f"{ORIGIN}/_sandbox/{path}", {"content-type": "application/json"}, body)


def inbox():
    return call("GET", f"{ORIGIN}/_sandbox/inbox/{MOBILE}")[2]["messages"]


def main():
    status, _, sent = send(signed())
    expect("send", (status, sent["status"], sent["response_type_id"]), (200, 0, 1623))
    message = inbox()[-1]
    expect("inbox: the send's transaction", message["tid"], sent["data"]["tid"])
    otp = message["otp"]
    expect("inbox: the text", message["text"], f"{otp} is the OTP to verify your mobile number.\n- Eko India")

    wrong = "000000" if otp != "000000" else "111111"
    _, _, failed = verify(wrong)
    expect("a wrong OTP", (failed["status"], failed["response_type_id"], failed["data"]), (1, 1632, {}))
    _, _, verified = verify(otp)
    expect("verify", (verified["status"], verified["response_type_id"]), (0, 1632))
    _, _, again = verify(otp)
    expect("the OTP again", again["message"], "OTP verification failed.")

    token = verified["data"]["otp_verification_token"]
    _, _, valid = validate(token)
    expect("validate", (valid["status"], valid["response_type_id"], valid["data"]["mobile"]), (0, 1633, MOBILE))
    _, _, tampered = validate(token[:-2] + ("AA" if token[-2:] != "AA" else "BB"))
    expect("a tampered token", tampered["message"], "The OTP verification token is invalid.")
    control("clock", {"advance": "5m"})
    _, _, late = validate(token)
    expect("the token 5 minutes later", late["message"], "The OTP verification token has timed out.")

    send(signed())
    control("clock", {"advance": "10m"})
    _, _, expired = verify(inbox()[-1]["otp"])
    expect("the OTP 10 minutes later", expired["message"], "OTP verification failed.")
    expect("inbox: its state", inbox()[-1]["state"], "expired")

    for what, headers, reason in [
        ("a wrong access key", signed(access_key="another"), "secret-key does not match"),
        ("a timestamp in seconds", signed(seconds=True), "secret-key-timestamp is not in milliseconds"),
        ("a decoded key", signed(decoded=True), "secret-key does not match"),
        ("another developer key", signed(developer_key="another"), "developer_key is not known"),
        ("no headers", {"content-type": "application/json"}, "developer_key is missing"),
    ]:
        status, answer_headers, _ = send(headers)
        expect(what, (status, answer_headers["x-sandbox-reason"].startswith(reason)), (403, True))

    control("behaviours", {"endpoint": "send_otp", "mobile": MOBILE, "times": 1, "status": 347})
    expect("a status on demand", send(signed())[2]["status"], 347)
    expect("once", send(signed())[2]["status"], 0)
    expect("a status by a magic number", send(signed(), mobile="0000110463")[2]["message"], "User not found")
    control("reset", {})
    expect("after a reset", inbox(), [])


if __name__ == "__main__":
    main()

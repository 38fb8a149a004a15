"""Ways in which tools, servers and pages of errors write a string. To be imported."""

import base64
import html
import json
import textwrap
import urllib.parse


def encodings(secret):
    """The string in each encoding that has to be recognised, by the name of the encoding."""
    return plain(secret) | hexadecimal(secret) | in_base64(secret) | percent(secret) | of_html(secret) | of_json(secret)


def plain(secret):
    middle = len(secret) // 2
    return {
        "raw": secret,
        "upper case": secret.upper(),
        "lower case": secret.lower(),
        "swapped case": secret.swapcase(),
        "line break in it": secret[:middle] + "\n" + secret[middle:],
        "HTTP line break in it": secret[:middle] + "\r\n " + secret[middle:],
        "space in it": secret[:middle] + " " + secret[middle:],
        "soft hyphen in it": secret[:middle] + "\u00ad" + secret[middle:],
        "spaces between all": " ".join(secret),
        "zero-width spaces": "\u200b".join(secret),
        "full width": "".join(chr(ord(c) + 0xFEE0) if 33 <= ord(c) < 127 else c for c in secret),
    }


def hexadecimal(secret):
    pairs = [f"{byte:02x}" for byte in secret.encode()]
    return {
        "hex": "".join(pairs),
        "HEX": "".join(pairs).upper(),
        "hex with spaces": " ".join(pairs),
        "hex with colons": ":".join(pairs),
        "hex with 0x": " ".join("0x" + pair for pair in pairs),
        "hex with \\x": "".join("\\x" + pair for pair in pairs),
        "hex of xxd": secret.encode().hex(" ", 2),
        "octal": "".join(f"\\{byte:03o}" for byte in secret.encode()),
        "quoted-printable": "".join("=" + pair.upper() for pair in pairs),
    }


def in_base64(secret):
    data = secret.encode()

    def encoded(data):
        return base64.b64encode(data).decode()

    once = encoded(data)
    forms = {
        "base64": once,
        "base64url": base64.urlsafe_b64encode(data).decode(),
        "base64 without padding": once.rstrip("="),
        "base64 of base64": encoded(once.encode()),
        "base64 three times": encoded(encoded(once.encode()).encode()),
        "base64 of base64, unaligned": encoded(b"x" + encoded(b"y" + data).encode()),
        "base64 in lines": "\n".join(textwrap.wrap(once, 20)),
        "base64 in MIME lines": "\r\n".join(textwrap.wrap(encoded(b"p" * 40 + data + b"q" * 20), 76)),
        "base64 of hex": encoded(data.hex().encode()),
        "hex of base64": once.encode().hex(),
        "base64 of UTF-16": encoded(secret.encode("utf-16-le")),
        "base64 of JSON": encoded(json.dumps({"key": secret, "n": 1}).encode()),
        "base64 of user and password": encoded(b"user:" + data),
    }
    return forms | {f"base64 at {offset}": encoded(b"x" * offset + data + b"tail") for offset in range(3)}


def percent(secret):
    once = urllib.parse.quote(secret, safe="")
    return {
        "percent": once,
        "percent of a form": urllib.parse.quote_plus(secret),
        "percent of JavaScript": urllib.parse.quote(secret, safe="!'()*~-._"),
        "percent twice": urllib.parse.quote(once, safe=""),
        "percent of all": "".join(f"%{byte:02X}" for byte in secret.encode()),
        "percent of all, lower case": "".join(f"%{byte:02x}" for byte in secret.encode()),
        "percent of base64": urllib.parse.quote(base64.b64encode(secret.encode()).decode(), safe=""),
        "space for plus": secret.replace("+", " "),
    }


def of_html(secret):
    named = html.escape(secret, quote=False).replace('"', "&quot;")
    return {
        "HTML": html.escape(secret),
        "HTML of PHP": named.replace("'", "&#039;"),
        "HTML of Go": named.replace("+", "&#43;").replace("'", "&#39;"),
        "HTML of HTML": html.escape(html.escape(secret)),
        "HTML names": named.replace("+", "&plus;").replace("/", "&sol;").replace("=", "&equals;"),
        "HTML decimal": "".join(f"&#{ord(c)};" for c in secret),
        "HTML hex": "".join(f"&#x{ord(c):x};" for c in secret),
        "HTML HEX with zeros": "".join(f"&#x00{ord(c):X};" for c in secret),
    }


def of_json(secret):
    once = json.dumps(secret)[1:-1]
    return {
        "JSON": once,
        "JSON with slashes": once.replace("/", "\\/"),
        "JSON of Gson": once.replace("=", "\\u003d")
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e"),
        "JSON in JSON": json.dumps(json.dumps(secret))[1:-1],
        "JSON, all \\u": "".join(f"\\u{ord(c):04x}" for c in secret),
        "JSON, all \\U in JSON": "".join(f"\\\\u{ord(c):04X}" for c in secret),
    }

"""A server of HTTPS on a free loopback port, with certificates that it makes, and a proxy in front of it.

Usage: tls_server.py FOLDER [--self-signed] [--expired] [--host NAME] [--client]

Writes to FOLDER: `ca.pem`, the authority; `client.pem`, a certificate and its key; `client-certificate.pem` and
`client-key.pem`, in which the key is encrypted with "key password". Prints the server's port and the proxy's. Then
prints a line for each request of the proxy, and one for each connection when it is over: how many bytes of HTTP came,
and how TLS failed if it did. With --client, a certificate is asked for.
"""
import argparse
import contextlib
import datetime
import ipaddress
import pathlib
import re
import socket
import ssl
import threading

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

BODY = b'{"status":0,"message":"OTP has been sent","data":{"tid":"42"}}'
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY) + BODY


def make_certificates(options):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(options.folder / "ca.pem")
    end = datetime.datetime(2020, 1, 1) if options.expired else None
    server = authority.issue_cert(options.host, not_before=datetime.datetime(2019, 1, 1), not_after=end)
    client = authority.issue_cert("qa@example.org")
    client.private_key_and_cert_chain_pem.write_to_path(options.folder / "client.pem")
    client.cert_chain_pems[0].write_to_path(options.folder / "client-certificate.pem")
    key = serialization.load_pem_private_key(client.private_key_pem.bytes(), None)
    (options.folder / "client-key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"key password")))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if options.self_signed:
        context.load_cert_chain(make_self_signed(options))
    else:
        server.configure_cert(context)
    if options.client:
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def make_self_signed(options):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, options.host)])
    now = datetime.datetime.now()
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(options.host))]), False)
        .sign(key, hashes.SHA256()))
    path = options.folder / "self-signed.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


def tell(text):
    print(text, flush=True)


def is_whole(received):
    """True if the last request among some has all of its body."""
    head, _, body = received[max(received.rfind(b"POST "), received.rfind(b"GET ")):].partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return b"\r\n\r\n" in received and len(body) >= (int(length[1]) if length else 0)


def serve(connection, context):
    received, end = b"", "closed"
    try:
        with context.wrap_socket(connection, server_side=True) as stream:
            while part := stream.recv(65_536):
                received += part
                if is_whole(received):
                    stream.sendall(ANSWER)
    except OSError as error:
        end = str(error)
    requests = received.count(b"POST ")
    tell(f"connection: {requests} requests, {len(received)} bytes of HTTP: {end}")


def relay(source, target):
    with contextlib.suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


def proxy(connection, port):
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65_536)
        if not part:
            return
        head += part
    tell(f"proxy: {head.decode().splitlines()[0]}{' with a password' if b'Proxy-Authorization' in head else ''}")
    if b"forbidden.example" in head:
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
        return
    if b"refused.example" in head:
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
        connection.close()
        return
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    server = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=relay, args=(server, connection), daemon=True).start()
    relay(connection, server)


def accept(listener, handle, argument):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection, argument), daemon=True).start()


def parsed_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--self-signed", action="store_true")
    parser.add_argument("--expired", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--client", action="store_true")
    return parser.parse_args()


def main():
    context = make_certificates(parsed_options())
    server, front = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    threading.Thread(target=accept, args=(front, proxy, port), daemon=True).start()
    tell(f"ports: {port} {front.getsockname()[1]}")
    accept(server, serve, context)


if __name__ == "__main__":
    main()

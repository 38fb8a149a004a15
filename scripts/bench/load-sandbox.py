#!/usr/bin/env python3
"""Puts the sandbox under load for a while and prints requests per second, errors and memory as it goes.

Usage: scripts/bench/load-sandbox.py BINARY [SECONDS]. Needs wrk.

32 connections send, verify and validate; of a hundred sends one asks for an HTTP 500. Figures are judged by people:
nothing here passes or fails.
"""
import base64
import hashlib
import hmac
import pathlib
import re
import subprocess
import sys
import tempfile
import time

CONNECTIONS = 32
NUMBERS = 20_000
SAMPLES = 6

SCRIPT = """
local base = "/ekoapi/v3/tools/kyc/mobile/otp"
local common = '"initiator_id":"9962981729"'
local headers = {
  ["developer_key"] = "sandbox-developer-key", ["secret-key"] = "%s", ["secret-key-timestamp"] = "%s",
  ["content-type"] = "application/json",
}
local threads = {}
asked = 0
count = 0

function setup(thread)
  thread:set("first", #threads * 1000000)
  table.insert(threads, thread)
end

function request()
  count = count + 1
  local mobile = string.format("90%%08d", (first + count) %% NUMBERS)
  local kind = count %% 4
  if kind == 0 then
    return wrk.format("PUT", base .. "/verify", headers, '{' .. common .. ',"mobile":"' .. mobile .. '","otp":"1"}')
  elseif kind == 1 then
    return wrk.format("GET", base .. "/validate-token?initiator_id=9962981729&otp_verification_token=x", headers)
  end
  if count %% 200 == 2 then
    asked = asked + 1
    mobile = "0000120500"
  end
  return wrk.format("POST", base, headers, '{' .. common .. ',"csp_id":"1","mobile":"' .. mobile .. '"}')
end

function done(summary, latency)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get("asked") end
  local errors = summary.errors
  io.write(string.format("requests per second: %%.0f\\n", summary.requests / (summary.duration / 1e6)))
  io.write(string.format("latency: median %%.2f ms, 99th percentile %%.2f ms\\n",
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
  io.write(string.format("HTTP 500: %%d asked for, %%d answered\\n", total, errors.status))
  io.write(string.format("other errors: connect %%d, read %%d, write %%d, timeout %%d\\n",
    errors.connect, errors.read, errors.write, errors.timeout))
end
"""


def signature():
    """As the API documents it; good for as long as the sandbox lets a clock be off."""
    timestamp = str(int(time.time() * 1000))
    key = base64.b64encode(b"sandbox-access-key")
    code = hmac.new(key, timestamp.encode(), hashlib.sha256).digest()
    return base64.b64encode(code).decode(), timestamp


def resident_megabytes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    sandbox = subprocess.Popen(
        [binary, "sandbox", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = next(line.split()[1] for line in sandbox.stdout if line.startswith("sandbox:"))
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write((SCRIPT % signature()).replace("NUMBERS", str(NUMBERS)))
            script.flush()
            print(f"memory at the start: {resident_megabytes(sandbox):.1f} MB")
            load = subprocess.Popen(
                ["wrk", "--threads", "2", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s",
                 "--script", script.name, url], stdout=subprocess.PIPE, text=True)
            start = time.monotonic()
            for sample in range(1, SAMPLES + 1):
                time.sleep(max(0, start + seconds * sample / SAMPLES - 0.5 - time.monotonic()))
                after = f"{seconds * sample / SAMPLES:.0f} s"
                print(f"memory after {after}: {resident_megabytes(sandbox):.1f} MB", flush=True)
            output, _ = load.communicate()
        print(output[output.index("requests per second"):], end="")
    finally:
        sandbox.terminate()
        print(f"the sandbox ended with exit code {sandbox.wait(timeout=30)}")


if __name__ == "__main__":
    main()

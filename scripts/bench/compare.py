#!/usr/bin/env python3
"""Measures the runner against public tools, in one run on one machine, and prints ratios of medians.

Usage: scripts/bench/compare.py BINARY. Needs nginx, wrk, curl, strace, cc with libcurl, Tavern and Robot Framework.

The two commands of a comparison run in turn, so that a machine whose speed drifts is fair to both. Ratios are judged by
people: nothing here passes or fails.
"""
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
STEPS = 5_000
CASES = 20_000
JOBS = 32
SLOW_STEPS = 200
WORKFLOWS = 1_000
SEND_RUNS = 7
START_RUNS = 20
LOAD_WITH_PYYAML = """
import glob, yaml
for path in glob.glob("many/workflows/*.yml"):
    with open(path, "rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds(command, folder):
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(title, ours, theirs, runs, folder):
    """Runs the two in turn and prints both medians and the median of the ratios, pair by pair."""
    seconds(ours, folder), seconds(theirs, folder)
    pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(runs)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{title:<66} {mine * 1000:9.1f} ms {other * 1000:9.1f} ms   {ratio:5.2f}")


def start_server(folder):
    port = free_port()
    configuration = (HERE / "nginx.conf").read_text().replace("PORT", str(port))
    (folder / "nginx.conf").write_text(configuration)
    server = subprocess.Popen(["nginx", "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
    for _ in range(1_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.01)
    raise SystemExit("the server does not start")


def write_validation_workspace(folder):
    """A thousand workflow files of the size of the README's first."""
    workflow = (PROJECT / "workflows/send.yml").read_text()
    (folder / "many/workflows").mkdir(parents=True)
    (folder / "many/environments").mkdir()
    for name in ["staging", "sandbox"]:
        (folder / f"many/environments/{name}.yml").write_text((PROJECT / f"environments/{name}.yml").read_text())
    for number in range(WORKFLOWS):
        (folder / f"many/workflows/{number}.yml").write_text(f"# {number}\n{workflow}")


def write_workspace(folder, port):
    """Sends one after another, and cases at once.

    The environment is a sandbox to ekoflow: no send has to be on the disk before it is made. For the other tools it has
    not either.
    """
    (folder / "environments").mkdir()
    (folder / "environments/static.yml").write_text(
        f"name: static\nsandbox: http://127.0.0.1:{port}\ninitiator_id: '9962981729'\n")
    (folder / "environments/kept.yml").write_text(
        f"name: kept\nsandbox: http://127.0.0.1:{port}\ninitiator_id: '9962981729'\nledger: {{ file: ../ledger.db }}\n")
    step = '  - send_otp: { mobile: "9002336768", csp_id: "9002336768" }\n'
    (folder / "sends.yml").write_text("environment: static\nsteps:\n" + step * STEPS)
    (folder / "few.yml").write_text("environment: static\nsteps:\n" + step * SLOW_STEPS)
    (folder / "kept.yml").write_text("environment: kept\nsteps:\n" + step * SLOW_STEPS)
    for count in (1_000, CASES, 100_000):
        (folder / f"cases-{count}.csv").write_text(
            "case_name,mobile\n" + "".join(f"customer {n},9{n:09}\n" for n in range(count)))
        for name, environment in ((f"cases-{count}.yml", "static"), (f"kept-{count}.yml", "kept")):
            (folder / name).write_text(
                f"environment: {environment}\ncases: {{ csv: cases-{count}.csv }}\nsteps:\n"
                '  - send_otp: { mobile: "${{ case.mobile }}", csp_id: "9002336768" }\n')


def write_others(folder, url):
    """The same work for other tools: signed sends of which the status and a field are checked."""
    headers = {
        "developer_key": "benchmark-developer-key", "secret-key": "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=",
        "secret-key-timestamp": "1700000000000", "content-type": "application/json"}
    body = ('{"initiator_id":"9962981729","client_ref_id":"MWTNCY7GF3QI4119N1YQ","csp_id":"9002336768",'
            '"mobile":"9002336768"}')
    request = f'url = "{url}"\n' + "".join(f'header = "{name}: {value}"\n' for name, value in headers.items())
    request += 'data-binary = "' + body.replace('"', '\\"') + '"\noutput = "/dev/null"\n'
    (folder / "curl.config").write_text("next\n".join([request] * CASES))
    (folder / "in-order.config").write_text("next\n".join([request] * STEPS))
    (folder / "send.lua").write_text(
        "wrk.method = 'POST'\nwrk.body = '" + body + "'\n"
        + "".join(f"wrk.headers['{name}'] = '{value}'\n" for name, value in headers.items()))
    stage = (
        "  - name: send\n    request:\n      url: " + url + "\n      method: POST\n      headers:\n"
        + "".join(f'        {name}: "{value}"\n' for name, value in headers.items() if name != "content-type")
        + "      json: " + body + "\n    response:\n      status_code: 200\n      strict: false\n"
        + "      json:\n        status: 0\n")
    (folder / "test_sends.tavern.yaml").write_text("test_name: sends\nstages:\n" + stage * SLOW_STEPS)
    lines = [
        "*** Settings ***", "Library    RequestsLibrary", "Library    Collections", "", "*** Test Cases ***", "Sends",
        "    &{headers}=    Create Dictionary" + "".join(f"    {name}={value}" for name, value in headers.items()),
        f"    Create Session    api    {url.rsplit('/', 4)[0]}",
        f"    FOR    ${{index}}    IN RANGE    {SLOW_STEPS}",
        f"        ${{response}}=    POST On Session    api    /tools/kyc/mobile/otp    data={body}"
        "    headers=${headers}    expected_status=200",
        "        Should Be Equal As Integers    ${response.json()}[status]    0", "    END"]
    (folder / "sends.robot").write_text("\n".join(lines) + "\n")


def memory_and_seconds(command, folder):
    """The peak memory in MiB, and the time, of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def grow(binary, folder):
    """What a hundred times the cases cost."""
    reports = ["--json", "out.json", "--html", "out.html", "--tap", "out.tap", "--junit", "out.xml"]
    few, many = (
        memory_and_seconds([binary, "run", f"cases-{count}.yml", "--jobs", str(JOBS), "--quiet", *reports], folder)
        for count in (1_000, 100_000))
    print(f"100,000 cases with {JOBS} jobs and four reports: {many[1]:.1f} s, "
          f"{many[1] / few[1] / 100:.2f} of the time per case of 1,000; "
          f"peak memory {many[0]:.0f} MiB, {many[0] - few[0]:+.0f} MiB")


def compile_limits(folder):
    """The C programs whose speed is the limit: one request after another, and several at once."""
    programs = [folder / "curl_loop", folder / "curl_multi"]
    for program in programs:
        subprocess.run(["cc", "-O2", HERE / f"{program.name}.c", "-o", program, "-lcurl"], check=True)
    return programs


def compare_with_libcurl(binary, folder, url):
    loop, multi = compile_limits(folder)
    compare(
        f"{STEPS:,} sends, one after another / bare C libcurl loop",
        [binary, "run", "sends.yml"], [loop, url, str(STEPS)], SEND_RUNS, folder)
    compare(
        f"{STEPS:,} sends, one after another / curl --config", [binary, "run", "sends.yml"],
        ["curl", "--silent", "--config", "in-order.config"], SEND_RUNS, folder)
    at_once = [binary, "run", f"cases-{CASES}.yml", "--jobs", str(JOBS), "--quiet"]
    compare(
        f"{CASES:,} cases, {JOBS} at once / bare C libcurl multi",
        at_once, [multi, url, str(CASES), str(JOBS)], SEND_RUNS, folder)
    compare(
        f"{CASES:,} cases, {JOBS} at once / curl --parallel", at_once,
        ["curl", "--silent", "--no-progress-meter", "--parallel", "--parallel-max", str(JOBS),
         "--config", "curl.config"], 3, folder)


def compare_with_ledger(binary, folder):
    """What it costs that each send is on the disk before it is made."""
    kept, free = ([binary, "run", f"{name}-{CASES}.yml", "--jobs", str(JOBS), "--quiet"] for name in ("kept", "cases"))
    compare(f"{CASES:,} cases, {JOBS} at once, with a ledger / without", kept, free, SEND_RUNS, folder)
    compare(
        f"{SLOW_STEPS} sends, one after another, with a ledger / without", [binary, "run", "kept.yml"],
        [binary, "run", "few.yml"], SEND_RUNS, folder)
    for title, count, command in (
            (f"{JOBS} at once", CASES, kept), ("one after another", SLOW_STEPS, [binary, "run", "kept.yml"])):
        print(f"writes to the disk that a send waits for, {title}: {syncs(command, folder) / count:.2f} for each")


def syncs(command, folder):
    """How often a command waits for the disk."""
    trace = folder / "trace"
    subprocess.run(
        ["strace", "-f", "-o", trace, "-e", "trace=fsync,fdatasync", *command],
        cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return sum("sync(" in line for line in trace.read_text().splitlines())


def compare_with_test_tools(binary, folder):
    few = [binary, "run", "few.yml"]
    compare(
        f"{SLOW_STEPS} sends, one after another / Tavern", few,
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_sends.tavern.yaml"], 3, folder)
    compare(
        f"{SLOW_STEPS} sends, one after another / Robot Framework", few,
        [sys.executable, "-m", "robot", "--outputdir", "robot", "sends.robot"], 3, folder)


def requests_to_wrk(folder, url):
    wrk = subprocess.run(
        ["wrk", "-t1", f"-c{JOBS}", "-d5s", "-s", "send.lua", url],
        cwd=folder, capture_output=True, text=True, check=True)
    return next(line.strip() for line in wrk.stdout.splitlines() if "Requests/sec" in line)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server, port = start_server(folder)
        try:
            url = f"http://127.0.0.1:{port}/ekoapi/v3/tools/kyc/mobile/otp"
            write_workspace(folder, port)
            write_others(folder, url)
            write_validation_workspace(folder)
            print(f"{'':<66} {'ekoflow':>12} {'other':>12}   ratio")
            compare(
                "start: --version / curl --version", [binary, "--version"], ["curl", "--version"], START_RUNS, folder)
            compare_with_libcurl(binary, folder, url)
            compare_with_ledger(binary, folder)
            compare_with_test_tools(binary, folder)
            print("what the server gives to wrk:", requests_to_wrk(folder, url))
            grow(binary, folder)
            compare(
                f"validate {WORKFLOWS:,} workflows / load them with PyYAML's C loader",
                [binary, "validate", "many/workflows"], [sys.executable, "-c", LOAD_WITH_PYYAML], START_RUNS, folder)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

"""A report with suites of each kind, for the check of the report's page."""

import json

HOSTILE = '<img src=x onerror=alert(1)> it\'s "quoted" $(exit 9) `exit 9` \\ </script>'
LINE = "    expect: { http: 200, within: 3s, body: { status: 0, message: { contains: OTP has been sent to you } } }"
START = LINE.index("OTP")
FAILURE = 'failure: body.message: expected "sent", actual "Insufficient balance"\n --> workflows/a.yml:8:66'
DATA = 'id="data">\n'


def exchange(reference, body):
    return {
        "method": "POST",
        "url": "http://127.0.0.1:7357/tools/kyc/mobile/otp",
        "time": 0,
        "timings": {"name_lookup": 0.01, "connect": 0.02, "tls": 0.02, "first_byte": 0.3, "total": 0.42},
        "status": 200,
        "headers": [["content-type", "application/json"]],
        "query": {},
        "request_headers": [["content-type", "application/json"], ["developer_key", "hidden"]],
        "request": {"client_ref_id": reference, "mobile": "9000000768", "note": HOSTILE},
        "body": body,
        "hidden_numbers": ["9000000768"],
    }


def step(name, verdict="passed", **others):
    return {
        "name": name,
        "kind": "send_otp",
        "file": "workflows/a.yml",
        "line": 7,
        "expects": [],
        "ms": 0.4,
        "sms": "sent",
        "verdict": verdict,
    } | others


def failed_step():
    excerpt = {
        "file": "workflows/a.yml",
        "line": 8,
        "column": START + 1,
        "text": LINE,
        "start": START,
        "width": 3,
        "labels": [{"role": "expected", "text": 'expected "sent"'}],
    }
    headline = 'body.message: expected "sent", actual "Insufficient balance"'
    return step(
        HOSTILE,
        "failure",
        message=headline,
        body=FAILURE,
        expects=["http", "within", "body.status", "body.message"],
        expected=["200", "< 3 s", "0", '"sent"'],
        id="send",
        test_ids={"testrail": "C4711"},
        problems=[{"kind": "failure", "headline": headline, "parts": [{"excerpt": excerpt}, {"help": HOSTILE}]}],
        failures=[{"subject": "body.message", "line": 8, "expected": '"sent"', "actual": '"Insufficient balance"'}],
        exchange=exchange("REF0000001", {"status": 0, "message": "Insufficient balance"}),
    )


def suite(name, steps, **others):
    return {
        "name": name,
        "file": "workflows/a.yml",
        "class": name.replace(" ", "."),
        "environment": "sandbox",
        "host": "here",
        "started": "2026-01-01T00:00:00",
        "sandbox": True,
        "ms": 20,
        "steps": steps,
    } | others


def suites():
    """Suites with each verdict, and 300 cases of a workflow, eight at a time."""
    lost = step(
        "the answer is lost",
        "error",
        type="OutcomeUnknown",
        message="the connection was lost",
        body="error: the connection was lost",
        sms="unknown",
        exchange={"method": "POST", "url": "http://127.0.0.1:7357/otp", "request": {"client_ref_id": "LOST000001"}},
        problems=[{"kind": "error", "headline": "the connection was lost", "parts": [{"note": "it may be sent"}]}],
    )
    skipped = step("the step after it", "skipped", message="an earlier step did not pass", sms="none", ms=0)
    warned = step("a warning", warnings=["data.tid: a number, documented as a string"])
    mixed = suite("Mixed", [failed_step(), lost, skipped, warned], at=0, tags=["smoke"])
    cases = [
        suite(
            f"Many [customer {index}]",
            [
                step("sent", exchange=exchange(f"CASE{index:05}", {"status": 0, "data": {"tid": f"T{index:05}"}})),
                step("verified"),
            ],
            case=f"customer {index}",
            case_number=index,
            at=index // 8 * 20,
            file="workflows/many.yml",
        )
        for index in range(1, 301)
    ]
    return [mixed, *cases]


def page_with(page, folder, name, suites, info=None, **total):
    """A copy of the page with other suites. Returns its address."""
    before, rest = page.split(DATA)
    data, after = rest.split("</script>", 1)
    lines = data.splitlines()
    steps = [step for suite in suites for step in suite["steps"]]
    end = json.loads(lines[-1]) | total
    end["counts"] |= {"failures": sum(step["verdict"] == "failure" for step in steps)}
    end["counts"] |= {"errors": sum(step["verdict"] == "error" for step in steps)}
    items = [json.loads(lines[0]) | (info or {}), *suites, end]
    text = "\n".join(json.dumps(item).replace("<", "\\u003c") for item in items)
    path = folder / f"{name}.html"
    path.write_text(f"{before}{DATA}{text}\n</script>{after}")
    return path.as_uri()


def older(suite):
    """A suite as earlier versions wrote it."""
    new = ("expected", "id", "test_ids", "problems")
    steps = [{name: value for name, value in step.items() if name not in new} for step in suite["steps"]]
    return {name: value for name, value in suite.items() if name != "at"} | {"steps": steps}

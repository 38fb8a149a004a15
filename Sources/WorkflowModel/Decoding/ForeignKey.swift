/// The key that another tool's key most likely stands for, out of the keys allowed in its place.
func keyForForeignName(_ name: String, among known: [String]) -> String? {
    foreignKeys[name.lowercased()]?.first(where: known.contains)
}

private let foreignKeys: [String: [String]] = [
    "title": ["name"], "variables": ["vars"], "env": ["environment", "vars"], "data": ["cases", "body"],
    "matrix": ["cases"], "examples": ["cases"], "before": ["setup"], "after": ["teardown"], "cleanup": ["teardown"],
    "jobs": ["steps"], "tests": ["steps"], "stages": ["steps"],
    "if": ["when"], "skip": ["when"], "request": ["call"], "http_request": ["call"], "sleep": ["wait"],
    "delay": ["wait"],
    "pause": ["wait"], "include": ["use"], "import": ["use"], "uses": ["use"], "args": ["with"],
    "params": ["with", "query"],
    "retries": ["retry"], "repeat": ["poll"], "until": ["poll"], "assert": ["expect"], "asserts": ["expect"],
    "assertions": ["expect"], "response": ["expect"], "validate": ["expect"], "verify": ["verify_otp", "expect"],
    "extract": ["capture"], "captures": ["capture"], "save": ["capture"], "register": ["capture"],
    "export": ["capture"],
    "ignore_errors": ["continue_on_failure"], "continue-on-error": ["continue_on_failure"],
    "status_code": ["http"], "code": ["http", "otp"], "time": ["within"], "duration": ["within"],
    "json": ["body"], "path": ["from"], "jsonpath": ["from"], "regex": ["matches"], "pattern": ["matches"],
    "fallback": ["default"], "payload": ["body"], "param": ["query"], "url": ["path", "base_url"],
    "uri": ["path", "base_url"],
    "endpoint": ["path", "base_url"], "host": ["base_url"], "server": ["base_url"], "verb": ["method"],
    "mobile_number": ["mobile"], "phone": ["mobile"], "number": ["mobile"], "msisdn": ["mobile"],
    "token": ["otp_verification_token"], "pin": ["otp"], "interval": ["every"], "count": ["attempts"],
    "times": ["attempts"],
    "max": ["attempts", "max_sends"], "prod": ["production"], "is_production": ["production"], "keys": ["credentials"],
    "auth": ["credentials"], "allowlist": ["recipients"], "whitelist": ["recipients"],
]

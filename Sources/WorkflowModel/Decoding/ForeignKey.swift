import Contract

/// The key that another tool's key most likely stands for, out of the keys allowed in its place.
func keyForForeignName(_ name: String, among known: [String]) -> String? {
    foreignKeys[name.lowercased().filter { $0 != "_" && $0 != "-" }]?.first(where: known.contains)
}

/// What to write instead of another tool's key, if the name of a known key alone does not say it.
func helpForForeignKey(_ name: String, among known: [String]) -> String? {
    if known.contains(StepKind.call.name), Operation.named(name) != nil {
        return "write call: { operation: \(name), with: { … } }"
    }
    guard known.contains("http"), known.contains("body") else { return nil }
    if name == "status" { return "write http for the HTTP status; the API's own status is body: { status: 0 }" }
    if name.hasPrefix("$") || name.contains(".") || bodyFields.contains(name) {
        return "what is expected of the body is below 'body': body: { \(name): … }"
    }
    return name.lowercased() == "content-type" ? "write headers: { content-type: … }" : nil
}

/// The fields that every response of the API has in its body, except `status`.
private let bodyFields: Set = ["message", "data", "response_status_id", "response_type_id"]

/// The names of other tools, in lower case and without '_' and '-'.
private let foreignKeys: [String: [String]] = [
    "title": ["name"], "variables": ["vars"], "env": ["environment", "vars"], "data": ["cases", "body"],
    "matrix": ["cases"], "foreach": ["cases"], "examples": ["cases"], "before": ["setup"], "after": ["teardown"],
    "cleanup": ["teardown"],
    "jobs": ["steps"], "tests": ["steps"], "stages": ["steps"],
    "if": ["when"], "skip": ["when"], "request": ["call"], "httprequest": ["call"], "sleep": ["wait"],
    "delay": ["wait"],
    "pause": ["wait"], "include": ["use"], "import": ["use"], "uses": ["use"], "args": ["with"],
    "params": ["with", "query"],
    "retries": ["retry"], "repeat": ["poll"], "until": ["poll"], "assert": ["expect"], "asserts": ["expect"],
    "assertions": ["expect"], "response": ["expect"], "validate": ["expect"], "verify": ["verify_otp", "expect"],
    "extract": ["capture"], "captures": ["capture"], "save": ["capture"], "register": ["capture"],
    "export": ["capture"], "outputs": ["capture"],
    "ignoreerrors": ["continue_on_failure"], "continueonerror": ["continue_on_failure"],
    "statuscode": ["http"], "status": ["http"], "httpstatus": ["http"], "code": ["http", "otp"], "time": ["within"],
    "responsetime": ["within"], "duration": ["within"],
    "json": ["body"], "path": ["from"], "jsonpath": ["from"], "regex": ["matches"], "pattern": ["matches"],
    "fallback": ["default"], "payload": ["body"], "param": ["query"], "url": ["path", "base_url"],
    "uri": ["path", "base_url"],
    "endpoint": ["path", "base_url"], "host": ["base_url"], "server": ["base_url"], "verb": ["method"],
    "mobilenumber": ["mobile"], "phone": ["mobile"], "phonenumber": ["mobile"], "number": ["mobile"],
    "msisdn": ["mobile"],
    "token": ["otp_verification_token"], "pin": ["otp"], "interval": ["every"], "count": ["attempts"],
    "times": ["attempts"],
    "max": ["attempts", "max_sends"], "prod": ["production"], "isproduction": ["production"], "keys": ["credentials"],
    "secrets": ["credentials"],
    "auth": ["credentials"], "allowlist": ["recipients"], "whitelist": ["recipients"],
    "budget": ["limits"], "budgets": ["limits"], "quota": ["limits"], "quotas": ["limits"],
    "daily": ["per_day"], "dailylimit": ["per_day"], "maxperday": ["per_day"], "sendsperday": ["per_day"],
    "maxsendsperday": ["per_day"], "smsperday": ["per_day"], "monthly": ["per_month"], "monthlylimit": ["per_month"],
    "maxpermonth": ["per_month"], "sendspermonth": ["per_month"], "maxsendspermonth": ["per_month"],
    "smspermonth": ["per_month"], "perrecipientperday": ["max_sends_per_recipient_per_day"],
    "tz": ["time_zone"], "zone": ["time_zone"], "utcoffset": ["time_zone"],
    "database": ["ledger"], "db": ["ledger"], "store": ["ledger"], "sqlite": ["file"], "pg": ["postgres"],
]

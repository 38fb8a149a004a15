import JSON

extension ControlRoutes {
    /// Live updates as server-sent events: `snapshot` first, then `call`, `phone` and `clock`.
    func events(_ request: SandboxRequest) -> [ConnectionAction] {
        let head = SandboxResponse(
            status: 200,
            headers: [
                ("content-type", "text/event-stream"), ("cache-control", "no-store"), ("connection", "close"),
            ], body: [])
        return [
            .send(head.head()),
            .stream(sandbox.activity.watch(first: "snapshot") { [sandbox] in sandbox.snapshot }),
        ]
    }
}

extension Sandbox {
    /// Everything that the page shows when it is opened.
    var snapshot: JSONValue {
        [
            "api": .string(SandboxServer.basePath),
            "developer_key": .string(configuration.developerKey),
            "access_key": .string(configuration.accessKey),
            "initiators": .array(configuration.initiators.sorted().map { .string($0) }),
            "clock": clock.json,
            "messages": .array(state.phones.recentEntries().map(json)),
            "calls": .array(activity.calls.map(\.json)),
            "behaviours": BehaviourTable.json,
            "endpoints": .array(Endpoints.operations.map { .string($0.name) }),
        ]
    }

    /// Sends a phone's last two messages to all watchers.
    func tellPhone(_ mobile: String, _ phones: Phones) {
        activity.tell("phone") { [self] in .array(phones.entries(of: mobile).suffix(2).map(json)) }
    }
}

import Foundation
import Synchronization
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The three series that texted people twice before there was a ledger: a run that is killed and started again, several runs at
/// once on one number, and parts of a run on one number.
@Suite("Once, whoever restarts", .timeLimit(.minutes(10)))
struct RestartTests {
    @Test("what the ledger refuses does not use up the limits of the run")
    func givenBack() async throws {
        let api = try await TextedPeople(.file, limits: "max_sends: 1, max_sends_per_recipient_per_day: 1")
        try api.write(numbers: ["9002336701"])
        #expect(try await api.run().exitCode == 0)
        try api.write(numbers: ["9002336701", "9002336702", "9002336703"])
        let result = try await api.run(["--again"])
        #expect(result.exitCode == 4, "\(result.stdout)")
        #expect(result.stdout.contains("may send 1 SMS a day to one number"))
        #expect(result.stdout.contains("this run may send 1 SMS"))
        #expect(try await api.arrivals() == ["9002336701", "9002336702"])
    }

    @Test("what a limit of the whole run refuses does not use up the limits of the environment")
    func givenBackByRun() async throws {
        let api = try await TextedPeople(.file, limits: "max_sends: 1")
        let far = try api.read("environments/near.yml").replacing("name: near", with: "name: far")
        try api.folder.write(far, to: "environments/far.yml")
        try api.folder.write("environment: near\nsteps:\n" + Self.send, to: "workflows/a.yml")
        try api.folder.write(
            "environment: far\ncases: [{ mobile: '9002336701' }, { mobile: '9002336702' }]\nsteps:\n" + Self.ofCase,
            to: "workflows/b.yml")
        let result = try await api.run(["--max-sends-per-recipient", "1"], of: "workflows")
        #expect(result.exitCode == 4, "\(result.stdout)\(result.stderr)")
        #expect(try await api.arrivals() == ["9002336701", "9002336702"])
    }

    @Test("a killed run is not begun again, and --resume sends only what is missing", arguments: LedgerKind.allCases)
    func killed(_ ledger: LedgerKind) async throws {
        let api = try await TextedPeople(ledger)
        try api.write(numbers: ["9002336701", "9002336702", "9002336703"])
        // The second person's answer never comes.
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        let killed = try await api.run(killedAfter: 2)
        #expect(killed.exitCode == -9)
        #expect(try await api.arrivals().count == 2)

        let again = try await api.run()
        #expect(again.exitCode == 4, "\(again.stderr)")
        #expect(again.stderr.contains("error[unfinished_run]"))
        #expect(again.stderr.contains("--resume") && again.stderr.contains("--again"))
        #expect(try await api.arrivals().count == 2)

        let resumed = try await api.run(["--resume", "--json", "run.json"])
        #expect(resumed.exitCode == 3, "\(resumed.stdout)\(resumed.stderr)")
        #expect(try await api.arrivals().sorted() == ["9002336701", "9002336702", "9002336703"])
        #expect(resumed.stdout.contains("outcome unknown, it may have been sent: start 1 of this run was cut off"))
        #expect(try api.read("run.json").contains(#""start":1"#) && api.read("run.json").contains(#""start":2"#))
        // A finished run cannot be continued, and so texts nobody.
        let finished = try await api.run(["--resume"])
        #expect(finished.exitCode == 2)
        #expect(finished.stderr.contains("there is nothing to continue"))
        #expect(try await api.arrivals().count == 3)
        // Without --resume, it is a new run.
        try await api.behaveAsUsual()
        #expect(try await api.run().exitCode == 0)
        #expect(try await api.arrivals().count == 6)
    }

    @Test("--again starts anew, and then nothing is in the way any more")
    func again() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        try await api.behaveAsUsual()
        #expect(try await api.run(["--again"]).exitCode == 0)
        #expect(try await api.arrivals().count == 4)
        #expect(try await api.run().exitCode == 0)
        // The abandoned run is not continued either.
        #expect(try await api.run(["--resume"]).exitCode == 2)
        #expect(try await api.arrivals().count == 6)
    }

    @Test("other arguments do not continue a run, and other workflows are not in its way")
    func otherArguments() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        let other = try await api.run(["--resume", "--case", "c1"])
        #expect(other.exitCode == 2, "\(other.stderr)")
        #expect(other.stderr.contains("had other arguments"))
        #expect(try await api.run(["--case", "c1"]).exitCode == 4)
        #expect(try await api.arrivals().count == 2)
        try api.folder.write(
            "environment: near\nsteps:\n  - send_otp: { mobile: '9002336709', csp_id: c }\n", to: "workflows/other.yml")
        #expect(try await api.run([], of: "workflows/other.yml").exitCode == 0)
        #expect(try await api.arrivals().count == 3)
    }

    @Test("a change of the files is told, and a case without a name is not taken for another one")
    func changedFiles() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write("mobile\n9002336701\n9002336702\n", to: "workflows/people.csv")
        try api.folder.write(
            "environment: near\ncases: { csv: people.csv }\nsteps:\n  - send_otp: { mobile: \"${{ case.mobile }}\", csp_id: c }\n",
            to: "workflows/send.yml")
        let first = try await api.run(["--run-key", "k"])
        #expect(first.exitCode == 0, "\(first.stdout)\(first.stderr)")
        let same = try await api.run(["--run-key", "k"])
        #expect(!same.stderr.contains("changed since"))
        // A row before the others moves their numbers.
        try api.folder.write("mobile\n9002336700\n9002336701\n9002336702\n", to: "workflows/people.csv")
        let changed = try await api.run(["--run-key", "k"])
        #expect(changed.stderr.contains("workflows/people.csv changed since the run started"), "\(changed.stderr)")
        #expect(try await api.arrivals().sorted() == ["9002336700", "9002336701", "9002336702"])
    }

    private static let send = "  - { name: send, send_otp: { mobile: '9002336701', csp_id: c } }\n"
    private static let other = "  - { name: send, send_otp: { mobile: '9002336702', csp_id: c } }\n"
    private static let unnamed = "  - send_otp: { mobile: '9002336701', csp_id: c }\n"
    private static let used = "  - { use: _sends.yml, with: { mobile: '9002336701' } }\n"
    private static let usedForOther = "  - { use: _sends.yml, with: { mobile: '9002336702' } }\n"
    private static let cases = "  - { mobile: '9002336701', note: a }\n"
    private static let named = "  - { case_name: c, mobile: '9002336703', note: a }\n"
    private static let ofCase = "  - { name: send, send_otp: { mobile: '${{ case.mobile }}', csp_id: c } }\n"

    @Test(
        "after a change, no request is made for a step that may be one that was made, and none is forgotten",
        arguments: [
            (send, send.replacing("name: send,", with: "name: sends,"), "no longer there"),
            (
                send.replacing("{ name", with: "{ id: s, name"),
                send.replacing("{ name: send", with: "{ id: s, name: s"), "no longer there"
            ),
            (send, "  - wait: 1ms\n", "no longer there"),
            (send, other + send, "several steps of one name"), (send + other, other, "several steps of one name"),
            (unnamed, unnamed.replacing("701", with: "702") + unnamed, "several steps of one name, or without a name"),
            (used, usedForOther + used, "several steps of one name"),
            (cases, cases.replacing("note: a", with: "note: b"), "no longer there"),
            (cases, cases.replacing(", note: a", with: ""), "no longer there"),
            (send, other, "for other numbers"), (unnamed, unnamed.replacing("701", with: "702"), "for other numbers"),
            (
                named.replacing("c, mobile: '9002336703'", with: "d, mobile: '9002336701'") + named,
                named.replacing("c, mobile: '9002336703'", with: "d, mobile: '9002336703'")
                    + named.replacing("703", with: "701"), "for other numbers"
            ),
            (named, named.replacing("note: a", with: "note: b"), nil),
            (send, send + "  - { name: another, send_otp: { mobile: '9002336702', csp_id: c } }\n", nil),
            (cases, cases + "  - { mobile: '9002336702', note: b }\n", nil),
        ])
    func changedPlan(_ before: String, _ after: String, _ refusal: String?) async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            "vars: { mobile: { required: true } }\nsteps:\n  - send_otp: { mobile: '${{ vars.mobile }}', csp_id: c }\n",
            to: "workflows/_sends.yml")
        func write(_ text: String) throws {
            let hasCases = text.contains("note") || text.hasPrefix("  - { mobile")
            try api.folder.write(
                "environment: near\n" + (hasCases ? "cases:\n\(text)steps:\n\(Self.ofCase)" : "steps:\n\(text)")
                    + "  - { name: end, wait: 1ms }\n", to: "workflows/send.yml")
        }
        try write(before)
        #expect(try await api.run(["--run-key", "k"]).exitCode == 0)
        let made = try await api.arrivals().count
        try write(after)
        let again = try await api.run(["--run-key", "k"])
        if let refusal {
            #expect(again.exitCode == 2, "\(again.stdout)\(again.stderr)")
            #expect(again.stderr.contains(refusal), "\(again.stderr)")
            #expect(try await api.arrivals().count == made)
        } else {
            #expect(again.exitCode == 0, "\(again.stdout)\(again.stderr)")
            #expect(try await api.arrivals().count == (before == Self.named ? 1 : 2))
        }
    }

    @Test(
        "whatever a workflow's file is called, its steps of one name are not mistaken", arguments: ["w.YML", "w.txt"])
    func anyFileName(_ name: String) async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write("environment: near\nsteps:\n" + Self.unnamed, to: "workflows/\(name)")
        #expect(try await api.run(["--run-key", "k"], of: "workflows/\(name)").exitCode == 0)
        try api.folder.write(
            "environment: near\nsteps:\n" + Self.unnamed.replacing("701", with: "702") + Self.unnamed,
            to: "workflows/\(name)")
        let again = try await api.run(["--run-key", "k"], of: "workflows/\(name)")
        #expect(again.exitCode == 2 && again.stderr.contains("several steps of one name"), "\(again.stderr)")
        #expect(try await api.arrivals() == ["9002336701"])
    }

    @Test("an unfinished run is in the way of its workflow under another name, and not of others")
    func movedUnderWay() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        try await api.behaveAsUsual()
        try api.folder.write("environment: near\nsteps:\n" + Self.send, to: "workflows/new.yml")
        #expect(try await api.run(of: "workflows/new.yml").exitCode == 0)
        let text = try api.read("workflows/send.yml")
        try FileManager.default.removeItem(at: api.folder.url.appending(path: "workflows/send.yml"))
        try api.folder.write(text + "# moved\n", to: "workflows/sends.yml")
        let moved = try await api.run(of: "workflows/sends.yml")
        #expect(moved.exitCode == 4 && moved.stderr.contains("is unfinished"), "\(moved.stdout)\(moved.stderr)")
        #expect(try await api.arrivals().count == 3)
        #expect(try await api.run(["--again"], of: "workflows/sends.yml").exitCode == 0)
        #expect(try await api.run(of: "workflows/sends.yml").exitCode == 0)
    }

    @Test(
        "a run that a limit has stopped is continued, and not made again, when the limit is raised",
        arguments: ["max_sends: 1", "max_sends_per_recipient: 1", "per_day: 1"])
    func limited(_ limit: String) async throws {
        let api = try await TextedPeople(.file, limits: limit)
        let isOfPerson = limit.contains("recipient")
        try api.folder.write(
            "environment: near\nsteps:\n" + Self.send
                + (isOfPerson ? Self.send : Self.other).replacing("name: send", with: "name: more"),
            to: "workflows/send.yml")
        let stopped = try await api.run()
        #expect(stopped.exitCode == 4, "\(stopped.stdout)")
        let environment = try api.read("environments/near.yml")
        try api.folder.write(
            environment.replacing(limit, with: limit.replacing(": 1", with: ": 9")), to: "environments/near.yml")
        let again = try await api.run()
        #expect(again.exitCode == 4 && again.stderr.contains("is unfinished"), "\(again.stdout)\(again.stderr)")
        #expect(try await api.arrivals().count == 1)
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 0, "\(resumed.stdout)\(resumed.stderr)")
        #expect(try await api.arrivals() == ["9002336701", isOfPerson ? "9002336701" : "9002336702"])
        // It has finished now.
        #expect(try await api.run().exitCode == 0)
    }

    @Test("an unfinished run of a workflow that has changed since is in the way, whatever its steps are called now")
    func changedUnderWay() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        try await api.behaveAsUsual()
        let text = try api.read("workflows/send.yml")
        try api.folder.write(text.replacing("case_name: c", with: "case_name: d"), to: "workflows/send.yml")
        let again = try await api.run()
        #expect(again.exitCode == 4, "\(again.stdout)\(again.stderr)")
        #expect(try await api.arrivals().count == 2)
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 2 && resumed.stderr.contains("no longer there"), "\(resumed.stderr)")
        #expect(try await api.arrivals().count == 2)
        // In another environment, it makes nothing of that again.
        try api.folder.write(
            try api.read("environments/near.yml").replacing("name: near", with: "name: far"), to: "environments/far.yml"
        )
        #expect(try await api.run(["--env", "far"]).exitCode == 0)
        #expect(try await api.arrivals().count == 4)
    }

    @Test("--again leaves nothing in the way of a changed workflow either")
    func againAfterChange() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        try await api.behaveAsUsual()
        let text = try api.read("workflows/send.yml")
        try api.folder.write(text.replacing("case_name: c", with: "case_name: d"), to: "workflows/send.yml")
        #expect(try await api.run(["--again"]).exitCode == 0)
        #expect(try await api.run().exitCode == 0)
        #expect(try await api.arrivals().count == 6)
    }

    @Test("--again of one case leaves what a killed run sent of the others, also if the workflow has changed")
    func againOfOneCase() async throws {
        let api = try await TextedPeople(.file)
        try await api.beKilledAtSecondPerson()
        try await api.behaveAsUsual()
        try api.folder.write(try api.read("workflows/send.yml") + "# changed\n", to: "workflows/send.yml")
        #expect(try await api.run(["--case", "c1", "--again"]).exitCode == 0)
        let other = try await api.run(["--case", "c2"])
        #expect(other.exitCode == 4, "\(other.stdout)\(other.stderr)")
        #expect(try await api.arrivals() == ["9002336701", "9002336702", "9002336701"])
    }

    /// How the run after an unfinished one is.
    enum LaterRun: CaseIterable {
        case finished, killed, underWay
    }

    @Test("--resume continues the last run, and no older one that had sent nothing", arguments: LaterRun.allCases)
    func olderUnfinishedRun(_ later: LaterRun) async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            environment: near
            steps:
              - call: { operation: banks }
                expect: { within: 20s }
                poll: { every: 1s, timeout: 5m }
              - send_otp: { mobile: "9002336701", csp_id: c }
              - send_otp: { mobile: "9002336702", csp_id: c }
                timeout: 60s
            """, to: "workflows/send.yml")
        try await api.beEndedWhileItWaits()
        let silence = #"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#
        switch later {
        case .finished:
            #expect(try await api.run().exitCode == 0)
            let resumed = try await api.run(["--resume"])
            #expect(resumed.exitCode == 2 && resumed.stderr.contains("has finished"), "\(resumed.stderr)")
        case .killed:
            try await api.behave(silence)
            _ = try await api.run(killedAfter: 2)
            let resumed = try await api.run(["--resume"])
            #expect(resumed.exitCode == 3, "\(resumed.stdout)\(resumed.stderr)")
        case .underWay:
            try await api.behave(silence)
            let process = Atomic<Int32>(0)
            async let run = api.run { process.store($0, ordering: .sequentiallyConsistent) }
            while try await api.arrivals().count < 2 {}
            let resumed = try await api.run(["--resume", "--journal", "other.jsonl", "--junit", "other.xml"])
            #expect(resumed.exitCode == 4 && resumed.stderr.contains("still runs"), "\(resumed.stderr)")
            kill(process.load(ordering: .sequentiallyConsistent), SIGKILL)
            _ = try await run
        }
        #expect(try await api.arrivals() == ["9002336701", "9002336702"])
    }

    @Test("a run is not continued if a later one, with other arguments, made its requests and is unfinished")
    func laterRunInTheWay() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            environment: near
            vars: { unused: 1 }
            steps:
              - call: { operation: banks }
                expect: { within: 20s }
                poll: { every: 1s, timeout: 5m }
              - send_otp: { mobile: "9002336701", csp_id: c }
                timeout: 60s
            """, to: "workflows/send.yml")
        try await api.beEndedWhileItWaits()
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336701","fault":"silent"}"#)
        _ = try await api.run(killedAfter: 1, ["--var", "unused=2"])
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 4 && resumed.stderr.contains("is unfinished"), "\(resumed.stderr)")
        #expect(try await api.arrivals() == ["9002336701"])
    }

    @Test(
        "of two unfinished runs that made the same requests, each is continued, and none makes what the other has made")
    func eachContinued() async throws {
        let api = try await TextedPeople(.file)
        func workflow(_ numbers: [String]) -> String {
            let sends = numbers.map { "  - send_otp: { mobile: \"\($0)\", csp_id: c }\n" }
            return """
                environment: near
                steps:
                \(sends[0])  - call: { operation: banks }
                    poll: { every: 1s, timeout: 5m }
                \(sends.dropFirst().joined())
                """
        }
        try api.folder.write(
            "environment: near\nsteps:\n  - send_otp: { mobile: \"9002336700\", csp_id: c }\n", to: "workflows/a.yml")
        try api.folder.write(workflow(["9002336701", "9002336702"]), to: "workflows/b.yml")
        try await api.beEndedWhileItWaits(of: "workflows")
        try await api.beEndedWhileItWaits(["--again"], of: "workflows/b.yml")
        // The second run is not in the way of the first, which has made the same. But it texted the person since, whose turn is lost.
        let first = try await api.run(["--resume"], of: "workflows")
        #expect(first.exitCode == 3, "\(first.stdout)\(first.stderr)")
        #expect(first.stdout.contains("another run may have texted this number meanwhile"))
        let second = try await api.run(["--resume"], of: "workflows/b.yml")
        #expect(second.exitCode == 0, "\(second.stdout)\(second.stderr)")
        #expect(try await api.arrivals() == ["9002336700", "9002336701", "9002336701", "9002336702"])
    }

    @Test("a run that is continued makes nothing that another run, with other arguments, has made to its end since")
    func madeMeanwhile() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            environment: near
            vars: { unused: 1 }
            cases:
              - { case_name: c1, mobile: "9002336701" }
              - { case_name: c2, mobile: "9002336702" }
              - { case_name: c3, mobile: "9002336703" }
            steps:
              - call: { operation: banks }
                expect: { within: 20s }
                poll: { every: 1s, timeout: 5m }
              - send_otp: { mobile: "${{ case.mobile }}", csp_id: c }
            """, to: "workflows/send.yml")
        try await api.beEndedWhileItWaits()
        #expect(try await api.run(["--case", "c2"]).exitCode == 0)
        #expect(try await api.run(["--var", "unused=2", "--case", "c1"]).exitCode == 0)
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 4, "\(resumed.stdout)\(resumed.stderr)")
        #expect(resumed.stdout.contains("another run has made this request since this run was started"))
        #expect(try await api.arrivals().sorted() == ["9002336701", "9002336702", "9002336703"])
        // Who starts anew asks for all of it.
        #expect(try await api.run(["--again"]).exitCode == 0)
        #expect(try await api.arrivals().count == 6)
    }

    @Test("nothing is sent with a ledger that is a link, that was removed, or that was emptied")
    func lostLedger() async throws {
        let api = try await TextedPeople(.file, limits: "max_sends: 100")
        try api.folder.write(
            try api.read("environments/near.yml") + "\nledger: { file: ../ledger.db }\n", to: "environments/near.yml")
        try api.write(numbers: ["9002336701"])
        #expect(try await api.run().exitCode == 0)
        let ledger = api.folder.url.appending(path: "ledger.db")
        let real = api.folder.url.appending(path: "real.db")
        let manager = FileManager.default
        try manager.moveItem(at: ledger, to: real)
        func refuses(_ message: String) async throws {
            let refused = try await api.run()
            #expect(refused.exitCode == 4 && refused.stderr.contains(message), "\(refused.stdout)\(refused.stderr)")
        }
        try await refuses("was removed")
        // Whoever only looks says so too.
        for looks in [["ledger", "list"], ["ledger", "status"], ["plan", "workflows/send.yml"]] {
            let seen = try await EkoflowProcess.run(
                looks + (looks[0] == "ledger" ? ["--env", "near"] : []), in: api.folder.url,
                environment: ["DEVELOPER_KEY": "developer-key", "ACCESS_KEY": "access-key"])
            #expect((seen.stdout + seen.stderr).contains("was removed"), "\(looks): \(seen.stdout)\(seen.stderr)")
        }
        try Data().write(to: ledger)
        try await refuses("was not before")
        try manager.removeItem(at: ledger)
        try manager.createSymbolicLink(at: ledger, withDestinationURL: real)
        try await refuses("is a symbolic link")
        #expect(try await api.arrivals().count == 1)
        try manager.removeItem(at: ledger)
        try manager.moveItem(at: real, to: ledger)
        // No option lets a report replace it.
        for path in ["ledger.db", "ledger.db-lock"] {
            let replaced = try await api.run(["--json", path, "--overwrite"])
            #expect(replaced.exitCode == 2 && replaced.stderr.contains("it may be a ledger"), "\(replaced.stderr)")
        }
        #expect(try await api.run().exitCode == 0)
    }

    @Test("other variables of the environment are another run")
    func environmentVariables() async throws {
        let api = try await TextedPeople(.file)
        let environment = try api.read("environments/near.yml")
        func write(_ number: String) throws {
            try api.folder.write(environment + "\nvars: { mobile: '\(number)' }\n", to: "environments/near.yml")
        }
        try api.folder.write(
            "environment: near\nsteps:\n  - send_otp: { mobile: '${{ vars.mobile }}', csp_id: c }\n",
            to: "workflows/send.yml")
        try write("9002336701")
        #expect(try await api.run(["--run-key", "k"]).exitCode == 0)
        try write("9002336702")
        let other = try await api.run(["--run-key", "k"])
        #expect(other.exitCode == 2, "\(other.stdout)\(other.stderr)")
        #expect(other.stderr.contains("the key 'k' already belongs to a run with other workflows"))
        #expect(try await api.arrivals() == ["9002336701"])
    }

    @Test("a recheck goes on after a step whose response another start has")
    func recheck() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            "environment: near\nsteps:\n" + Self.send + "  - { name: look, call: { operation: banks } }\n",
            to: "workflows/send.yml")
        #expect(try await api.run(["--run-key", "k"]).exitCode == 0)
        try api.folder.write(
            try api.read("workflows/send.yml") + "  - { name: look again, call: { operation: banks } }\n",
            to: "workflows/send.yml")
        #expect(try await api.run(["--run-key", "k"]).exitCode == 0)
        let result = try await EkoflowProcess.run(["recheck"], in: api.folder.url)
        #expect(
            result.stdout.contains("send  skipped: start 1 of the run made it: recheck the journal of that start too"),
            "\(result.stdout)")
        #expect(result.stdout.contains("✓ look again"), "\(result.stdout)")
        // Not all expectations were judged.
        #expect(result.exitCode == 3)
        let journals = try FileManager.default.contentsOfDirectory(
            atPath: api.folder.url.appending(path: "reports").path)
        let first = try #require(journals.first { $0.hasPrefix("journal-") })
        #expect(try await EkoflowProcess.run(["recheck", "reports/\(first)"], in: api.folder.url).exitCode == 0)
        #expect(try api.read("reports/journal.jsonl").contains(#""ledger_run":"k""#))
    }

    @Test("the same key is the same run, whoever starts it again", arguments: LedgerKind.allCases)
    func key(_ ledger: LedgerKind) async throws {
        let api = try await TextedPeople(ledger)
        try api.write(numbers: ["9002336701", "9002336702"])
        #expect(try await api.run(["--run-key", "job-1"]).exitCode == 0)
        let again = try await api.run(["--run-key", "job-1"])
        #expect(again.exitCode == 0, "\(again.stdout)\(again.stderr)")
        #expect(again.stdout.contains("4 passed") && again.stdout.contains("start 1"), "\(again.stdout)")
        #expect(try await api.arrivals().count == 2)
        // The key of a run of something else.
        let other = try await api.run(["--run-key", "job-1", "--case", "c1"])
        #expect(other.exitCode == 2)
        #expect(other.stderr.contains("the key 'job-1' already belongs to a run with other workflows"))
        #expect(try await api.run(["--run-key", "job-2"]).exitCode == 0)
        #expect(try await api.arrivals().count == 4)
    }

    @Test("what an earlier start captured and did not keep is not taken for nothing")
    func lostCaptures() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            environment: near
            steps:
              - id: send
                send_otp: { mobile: "9002336701", csp_id: c }
                capture: { number: data.initiator_id }
              - send_otp: { mobile: "9002336702", csp_id: c }
                timeout: 60s
                continue_on_failure: true
              - name: third
                when: ${{ steps.send.number == null }}
                send_otp: { mobile: "9002336703", csp_id: c }
              - name: fourth
                send_otp: { mobile: "${{ default(steps.send.number, '9002336704') }}", csp_id: c }
            """, to: "workflows/send.yml")
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        _ = try await api.run(killedAfter: 2)
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 3, "\(resumed.stdout)\(resumed.stderr)")
        #expect(resumed.stdout.contains("secrets and numbers are not kept"), "\(resumed.stdout)")
        #expect(try await api.arrivals() == ["9002336701", "9002336702"])
    }

    @Test("what a signal cut off is no verdict: a poll goes on in the next start")
    func cutOffPoll() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            environment: near
            steps:
              - send_otp: { mobile: "9002336701", csp_id: c }
              - call: { operation: banks }
                expect: { within: 20s }
                poll: { every: 1s, timeout: 5m }
            """, to: "workflows/send.yml")
        try await api.behave(#"{"endpoint":"banks","status":347}"#)
        let ended = try await api.run(endedAfterCallOf: "banks")
        #expect(ended.exitCode == 143, "\(ended.stdout)\(ended.stderr)")
        try await api.behaveAsUsual()
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 0, "\(resumed.stdout)\(resumed.stderr)")
        #expect(try await api.arrivals().count == 1)
    }

    @Test("a used workflow that cannot go on is an error, and no green run")
    func lostArgument() async throws {
        let api = try await TextedPeople(.file)
        try api.folder.write(
            """
            vars: { number: "1" }
            steps:
              - name: inner
                call: { operation: banks }
              - name: last
                call: { operation: banks }
            """, to: "workflows/_inner.yml")
        try api.folder.write(
            """
            environment: near
            steps:
              - id: send
                send_otp: { mobile: "9002336701", csp_id: c }
                capture: { number: data.initiator_id }
              - send_otp: { mobile: "9002336702", csp_id: c }
                timeout: 60s
                continue_on_failure: true
              - use: _inner.yml
                with: { number: "${{ steps.send.number }}" }
            """, to: "workflows/send.yml")
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        _ = try await api.run(killedAfter: 2)
        let resumed = try await api.run(["--resume"])
        #expect(resumed.exitCode == 3)
        #expect(resumed.stdout.contains("'steps.send.number' was captured by an earlier start"), "\(resumed.stdout)")
        #expect(resumed.stdout.contains("2 errors"), "\(resumed.stdout)")
    }

    @Test("--again of one workflow leaves the others of a killed run as they are")
    func againInParts() async throws {
        let api = try await TextedPeople(.file)
        try api.write(numbers: ["9002336701", "9002336702"])
        try api.folder.write(
            "environment: near\nsteps:\n  - send_otp: { mobile: '9002336709', csp_id: c }\n", to: "workflows/a.yml")
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        _ = try await api.run(killedAfter: 3, of: "workflows")
        #expect(try await api.run(["--again"], of: "workflows/a.yml").exitCode == 0)
        #expect(try await api.run([], of: "workflows/send.yml").exitCode == 4)
        #expect(try await api.arrivals().count == 4)
    }

    @Test("a key is of one split: other parts are refused")
    func otherParts() async throws {
        let api = try await TextedPeople(.file)
        try api.write(numbers: ["9002336701", "9002336702", "9002336703"])
        #expect(try await api.run(["--run-key", "k", "--shard", "1/2"]).exitCode == 0)
        let sent = try await api.arrivals().count
        let other = try await api.run(["--run-key", "k", "--shard", "1/3"])
        #expect(other.exitCode == 2, "\(other.stderr)")
        #expect(try await api.arrivals().count == sent)
        #expect(try await api.run(["--run-key", "k", "--shard", "2/2"]).exitCode == 0)
        #expect(try await api.arrivals().count == 3)
    }

    @Test("a money move of unknown amount does not pass a budget of a day")
    func unknownAmount() async throws {
        let api = try await TextedPeople(.file, limits: "max_amount_per_day: 100")
        try api.folder.write(
            "environment: near\nsteps:\n  - call: { method: POST, path: /pay }\n    effect: moves_money\n",
            to: "workflows/send.yml")
        let run = try await api.run()
        #expect(run.exitCode == 4, "\(run.stdout)\(run.stderr)")
        #expect(run.stderr.contains("how much this step moves is not known"), "\(run.stderr)")
    }

    @Test("of two ledgers, each is asked for unfinished runs")
    func twoLedgers() async throws {
        let api = try await TextedPeople(.file)
        try api.write(numbers: ["9002336701", "9002336702"])
        let near = try api.read("environments/near.yml")
        try api.folder.write(
            near.replacingOccurrences(of: "name: near", with: "name: aa") + "\nledger: { file: ../aa.db }\n",
            to: "environments/aa.yml")
        try api.folder.write(
            "environment: aa\nsteps:\n  - call: { method: GET, path: /x }\n    expect: { http: 404 }\n",
            to: "workflows/a.yml")
        try await api.behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        _ = try await api.run(killedAfter: 2, of: "workflows")
        let again = try await api.run([], of: "workflows")
        #expect(again.exitCode == 4, "\(again.stdout)\(again.stderr)")
        #expect(try await api.arrivals().count == 2)
    }

    @Test(
        "three runs at once on one number text it three times, and none makes the OTP of another void",
        arguments: LedgerKind.allCases)
    func atOnce(_ ledger: LedgerKind) async throws {
        let api = try await TextedPeople(ledger)
        try api.write(numbers: ["9002336701"])
        let results = try await api.atOnce([[], [], []], with: ["--max-sends", "1"])
        #expect(results.map(\.exitCode) == [0, 0, 0], "\(results.map(\.stdout))\(results.map(\.stderr))")
        #expect(try await api.arrivals().count == 3)
    }

    @Test("with one SMS a day, one of three runs texts", arguments: LedgerKind.allCases)
    func perDay(_ ledger: LedgerKind) async throws {
        let api = try await TextedPeople(ledger, limits: "per_day: 1")
        try api.write(numbers: ["9002336701"])
        let results = try await api.atOnce([[], [], []])
        #expect(results.map(\.exitCode).sorted() == [0, 4, 4], "\(results.map(\.stdout))\(results.map(\.stderr))")
        #expect(try await api.arrivals().count == 1)
        let refused = try #require(results.first { $0.exitCode == 4 })
        #expect(refused.stdout.contains("may send 1 SMS a day, and 1 was sent on 20"))
    }

    @Test("two parts of a run on one number do not disturb each other", arguments: LedgerKind.allCases)
    func shards(_ ledger: LedgerKind) async throws {
        let api = try await TextedPeople(ledger)
        try api.write(numbers: ["9002336701", "9002336701"])
        let results = try await api.atOnce([["--shard", "1/2"], ["--shard", "2/2"]])
        #expect(results.map(\.exitCode) == [0, 0], "\(results.map(\.stdout))\(results.map(\.stderr))")
        #expect(try await api.arrivals().count == 2)
    }

    @Test("a sandbox just runs again, and needs no ledger")
    func sandbox() async throws {
        let api = try await TextedPeople(.file)
        try api.write(numbers: ["9002336701"])
        let first = try await api.run(["--env", "sandbox"])
        #expect(first.exitCode == 0, "\(first.stdout)\(first.stderr)")
        #expect(!FileManager.default.fileExists(atPath: api.folder.url.appending(path: ".state").path))
        let resumed = try await api.run(["--env", "sandbox", "--resume"])
        #expect(resumed.exitCode == 0)
        #expect(resumed.stderr.contains("a sandbox keeps no ledger"))
    }
}

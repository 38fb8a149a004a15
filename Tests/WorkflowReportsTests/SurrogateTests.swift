import HTTP
import JSON
import Testing
import Times
import WorkflowModel

@testable import WorkflowEngine
@testable import WorkflowReports

@Suite("Surrogates replace secrets and numbers in a recording")
struct SurrogateTests {
    @Test(
        "a surrogate has the secret's shape, and each secret always has the same surrogate",
        arguments: ["314159", "d2fe1d99-6298-4af2-8cc5-d97dcf46df30", "u30ak/iOGwKC+aspqA==", "ab:3-X"])
    func shape(_ secret: String) {
        let surrogates = Surrogates()
        let surrogate = surrogates.secret(secret)
        #expect(surrogate != secret)
        #expect(shape(of: surrogate) == shape(of: secret))
        #expect(surrogates.secret(secret) == surrogate)
        #expect(surrogates.secret(secret + "1") != surrogate)
        #expect(!surrogate.hasPrefix("0"))
    }

    private func shape(of text: String) -> String {
        String(
            text.map {
                $0.isASCII && $0.isNumber
                    ? "9" : $0.isASCII && $0.isUppercase ? "A" : $0.isASCII && $0.isLetter ? "a" : $0
            })
    }

    @Test("a token keeps only its header, and a secret without letters and digits is masked")
    func tokens() {
        let surrogate = Surrogates().secret("eyJhbGciOiJIUzI1NiJ9.eyJtb2JpbGUiOiI5In0.c2lnbmF0dXJl")
        #expect(surrogate.hasPrefix("eyJhbGciOiJIUzI1NiJ9."))
        #expect(!surrogate.contains("eyJtb2JpbGUiOiI5In0") && !surrogate.contains("c2lnbmF0dXJl"))
        #expect(Surrogates().secret("----") == "•••")
    }

    @Test(
        "nothing of a secret in another script or of signs stays, but what separates parts",
        arguments: [
            ("секретный-пароль-1", 18, "-"), ("密码是秘密的东西7", 9, ""), ("!@#$%^&*()_+a", 13, "_+"), ("पासवर्ड", 7, ""),
            ("p\"a\\s<w>&'$1 %41", 16, " "), ("Größe", 5, ""),
            ("eyJrZXkiOiJodW50ZXIyLXZlcnktc2VjcmV0In0=.sig", 44, ".="),
        ])
    func others(_ secret: String, _ count: Int, _ separators: String) {
        let surrogate = Surrogates().secret(secret)
        let scalars = Array(surrogate.unicodeScalars)
        #expect(scalars.count == count)
        let same = zip(scalars, secret.unicodeScalars).filter { $0 == $1 }.count
        // A letter can take its own place by accident.
        #expect(
            same <= count / 4 + secret.unicodeScalars.count { separators.unicodeScalars.contains($0) }, "\(surrogate)")
        #expect(scalars.allSatisfy { $0.isASCII })
    }

    @Test("many short secrets get different surrogates, as far as possible")
    func many() {
        let surrogates = Surrogates()
        let all = (1_000..<2_000).map { surrogates.secret(String($0)) }
        #expect(Set(all).count > 950)
    }

    @Test("numbers keep their ends, and numbers that look the same when masked get different surrogates")
    func numbers() {
        let surrogates = Surrogates()
        #expect(surrogates.number("9002336768") == "9000000768")
        #expect(surrogates.number("9011111768") == "9000001768")
        #expect(surrogates.number("9002336768") == "9000000768")
        #expect(surrogates.number("9002336769") == "9000000769")
        #expect(surrogates.number("9000000001") == "9000001001")
    }
}

@Suite("A recording is read back")
struct RecordingTests {
    @Test("a number is restored only if exactly one known number matches exactly one recorded number")
    func naming() throws {
        let exchange = JudgedExchange(
            method: "POST", url: "http://x/9002336768", requestBody: ["mobile": "9002336768"], requestQuery: [:],
            response: HTTPResponse(
                status: 200, headers: [HTTPHeader("Set-Cookie", "a=b"), HTTPHeader("X", "9002336768")],
                body: Array(#"{"a":"+919002336768","b":9002336768,"9011111769":1,"c":"9022222769"}"#.utf8)),
            timings: HTTPTimings(), time: Timestamp(milliseconds: 1_700_000_000_000), variables: [:])
        let journal = try self.journal(of: exchange)
        #expect(!journal.contains("a=b"))
        for number in ["9002336768", "9011111769", "9022222769"] { #expect(!journal.contains(number)) }
        let suite = try recording(journal).suites[0].namingNumbers(
            own: ["9002336768"], files: ["9011111769", "9033333768"],
            all: ["9000000768", "9000000769", "9000001769"])
        guard case .exchange(let read)? = suite.workflow.steps["step"]?.first else {
            Issue.record("no exchange")
            return
        }
        #expect(suite.workflow.hiddenNumbers == ["9000000769", "9000001769"])
        #expect(read.requestBody == exchange.requestBody)
        #expect(read.time == exchange.time)
        #expect(read.response.header("x") == "9002336768")
        #expect(
            String(decoding: read.response.body, as: UTF8.self)
                == #"{"a":"+919002336768","b":9002336768,"9000000769":1,"c":"9000001769"}"#)
    }

    @Test("a body that is too large is left out, and a body that is not UTF-8 is repaired", arguments: [true, false])
    func bodies(_ isLarge: Bool) throws {
        let body = isLarge ? [UInt8](repeating: UInt8(ascii: "x"), count: 300_000) : [0xFF, UInt8(ascii: "x")]
        let exchange = JudgedExchange(
            method: "GET", url: "http://x", requestBody: nil, requestQuery: [:],
            response: HTTPResponse(status: 502, headers: [], body: body),
            timings: HTTPTimings(), time: Timestamp(milliseconds: 0), variables: [:])
        let step = try recording(journal(of: exchange)).suites[0].workflow.steps["step"]
        switch step?.first {
        case .noResponse(let reason)?:
            #expect(isLarge && reason == "its body of 300000 bytes was too large to be recorded")
        case .exchange(let read)?:
            #expect(!isLarge && String(decoding: read.response.body, as: UTF8.self) == "\u{FFFD}x")
        case .nothing?, .ofStart?, nil: Issue.record("nothing is recorded")
        }
    }

    private func recording(_ journal: String) throws -> Recording {
        Recording(try ReportDocument.read(Array(journal.utf8)))
    }

    private func journal(of exchange: JudgedExchange) throws -> String {
        let fixture = try ReportFixture(outcomes: [.passed])
        let composer = ReportComposer(fixture.plan, hostname: "host", version: "1", masksNumbers: true)
        let result = StepResult(
            step: fixture.planned.workflow.steps[0], name: "step", outcome: .passed, exchange: exchange)
        let events: [RunEvent] = [
            .runStarted(fixture.plan, at: Timestamp(milliseconds: 0)),
            .workflowStarted(fixture.planned, 0, at: Timestamp(milliseconds: 0)), .stepFinished(result, workflow: 0),
        ]
        return events.map { JournalWriter().line(of: composer.event(of: $0)).string }.joined()
    }
}

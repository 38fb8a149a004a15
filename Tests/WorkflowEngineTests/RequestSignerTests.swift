import HTTP
import Secrets
import Testing
import Times
import WorkflowEngine

@testable import WorkflowModel

@Suite("Requests are signed as the API documents it")
struct RequestSignerTests {
    private let signer = RequestSigner(
        Credentials(developerKey: Secret("developer"), accessKey: Secret("TEST_ACCESS_KEY_DO_NOT_USE")))

    @Test("a known signature")
    func knownAnswer() {
        let headers = signer.headers(at: Timestamp(milliseconds: 1_700_000_000_000))
        #expect(
            headers == [
                HTTPHeader("developer_key", "developer", isSecret: true),
                HTTPHeader("secret-key", "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=", isSecret: true),
                HTTPHeader("secret-key-timestamp", "1700000000000"),
            ])
    }

    @Test("a different timestamp or key gives a different signature")
    func sensitivity() {
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let other = RequestSigner(Credentials(developerKey: Secret("developer"), accessKey: Secret("TEST_ACCESS_KEY")))
        #expect(signer.headers(at: time)[1] != other.headers(at: time)[1])
        #expect(signer.headers(at: time)[1] != signer.headers(at: Timestamp(milliseconds: 1_700_000_000_001))[1])
    }

    @Test(
        "only the requested parts of the signature are wrong",
        arguments: [
            (SigningChanges(clock: .seconds(-600)), ["developer_key", "secret-key-timestamp=1699999400000"]),
            (SigningChanges(usesSeconds: true), ["developer_key", "secret-key-timestamp=1700000000"]),
            (SigningChanges(omitted: [.developerKey, .secretKey]), ["secret-key-timestamp=1700000000000"]),
            (SigningChanges(tampered: .secretKeyTimestamp), ["developer_key", "secret-key-timestamp=2700000000000"]),
        ])
    func changes(_ changes: SigningChanges, _ expected: [String]) {
        let headers = signer.headers(at: Timestamp(milliseconds: 1_700_000_000_000), changes: changes)
        let shown = headers.filter { $0.name != "secret-key" }.map { $0.isSecret ? $0.name : "\($0.name)=\($0.value)" }
        #expect(shown == expected)
    }

    @Test("the signature matches a moved clock, but a tampered signature does not match")
    func changedSignature() {
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let moved = signer.headers(at: time, changes: SigningChanges(clock: .seconds(60)))
        #expect(moved == signer.headers(at: Timestamp(milliseconds: 1_700_000_060_000)))
        let tampered = signer.headers(at: time, changes: SigningChanges(tampered: .secretKey))
        #expect(tampered[1].value.dropFirst() == signer.headers(at: time)[1].value.dropFirst())
        #expect(tampered[1].value != signer.headers(at: time)[1].value)
        #expect(tampered[1].isSecret)
    }

    @Test("a secret does not reveal its value")
    func description() {
        #expect("\(Secret("hunter22"))" == "•••")
        #expect(String(reflecting: Secret("hunter22")) == "•••")
    }
}

import HTTP
import Testing
import Times
import WorkflowEngine
import WorkflowModel

@Suite("Requests are signed as the API documents it")
struct RequestSignerTests {
    private let signer = RequestSigner(
        Credentials(developerKey: Secret("developer"), accessKey: Secret("TEST_ACCESS_KEY_DO_NOT_USE")))

    @Test("the known answer")
    func knownAnswer() {
        let headers = signer.headers(at: Timestamp(milliseconds: 1_700_000_000_000))
        #expect(
            headers == [
                HTTPHeader("developer_key", "developer", isSecret: true),
                HTTPHeader("secret-key", "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=", isSecret: true),
                HTTPHeader("secret-key-timestamp", "1700000000000"),
            ])
    }

    @Test("another timestamp or another key makes another signature")
    func sensitivity() {
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let other = RequestSigner(Credentials(developerKey: Secret("developer"), accessKey: Secret("TEST_ACCESS_KEY")))
        #expect(signer.headers(at: time)[1] != other.headers(at: time)[1])
        #expect(signer.headers(at: time)[1] != signer.headers(at: Timestamp(milliseconds: 1_700_000_000_001))[1])
    }

    @Test(
        "what is to be wrong is wrong, and nothing else",
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

    @Test("the signature fits a moved clock, and not a tampered one")
    func changedSignature() {
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let moved = signer.headers(at: time, changes: SigningChanges(clock: .seconds(60)))
        #expect(moved == signer.headers(at: Timestamp(milliseconds: 1_700_000_060_000)))
        let tampered = signer.headers(at: time, changes: SigningChanges(tampered: .secretKey))
        #expect(tampered[1].value.dropFirst() == signer.headers(at: time)[1].value.dropFirst())
        #expect(tampered[1].value != signer.headers(at: time)[1].value)
        #expect(tampered[1].isSecret)
    }

    @Test("a secret does not show itself")
    func description() {
        #expect("\(Secret("hunter22"))" == "•••")
        #expect(String(reflecting: Secret("hunter22")) == "•••")
    }
}

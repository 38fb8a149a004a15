import Testing
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

    @Test("a secret does not show itself")
    func description() {
        #expect("\(Secret("hunter22"))" == "•••")
        #expect(String(reflecting: Secret("hunter22")) == "•••")
    }
}

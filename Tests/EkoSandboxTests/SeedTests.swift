import Testing

@testable import EkoSandbox

@Suite("The same seed gives the same random values", .timeLimit(.minutes(5)))
struct SeedTests {
    @Test("the numbers are the output of SplitMix64")
    func numbers() {
        // The output for this seed that the generator's authors published: https://prng.di.unimi.it/splitmix64.c
        let next = SandboxConfiguration.numbers(seed: 1_234_567)()
        #expect(
            [next(), next(), next()] == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("OTPs, transactions and tokens are the same for the same seed, and different for another seed")
    func flows() async throws {
        let first = try await flow(seed: 1)
        #expect(try await flow(seed: 1) == first)
        #expect(try await flow(seed: 2) != first)
    }

    private func flow(seed: UInt64) async throws -> [String] {
        let configuration = SandboxConfiguration(
            developerKey: "dev", accessKey: accessKey, initiators: [initiator], sms: .ofAPI, clock: { now },
            random: SandboxConfiguration.numbers(seed: seed))
        let sandbox = try await TestSandbox.start(configuration)
        let (otp, transaction) = try await sandbox.sendOTP()
        let token = try await sandbox.verify(otp).data["otp_verification_token"].text
        await sandbox.stop()
        return [otp, transaction, token]
    }
}

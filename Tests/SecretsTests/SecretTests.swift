import Secrets
import Testing

@Suite("A secret is known by its forms alone")
struct SecretTests {
    @Test("its description and its mirror do not show it")
    func description() {
        let secret = Secret("hunter22")
        #expect("\(secret)" == "•••" && "\([secret])" == "[•••]" && String(reflecting: secret) == "•••")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter22"))
    }

    @Test("an empty secret has no forms; the same secret has the same forms")
    func forms() {
        #expect(Secret("").forms.isEmpty)
        #expect(Secret("abc").forms.contains(Array("abc".utf8)))
        #expect(Set([Secret("abc"), Secret("abc"), Secret("abd")]).count == 2)
    }

    @Test(
        "the quick list of starts contains the start of every form",
        arguments: [
            "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=", "a+b/c0123456789", "short", "d2fe1d99-6298-4af2",
            "???>>>~~~^^^abc",
        ])
    func starts(_ secret: String) {
        let forms = Secret(secret).forms.filter { $0.count >= 4 }
        let starts = Set(forms.map { UInt32($0[0]) | UInt32($0[1]) << 8 | UInt32($0[2]) << 16 | UInt32($0[3]) << 24 })
        var told: Set<UInt32> = []
        Secret(secret).forEachFormStart { told.insert($0) }
        #expect(starts.isSubset(of: told))
    }
}

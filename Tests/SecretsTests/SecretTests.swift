import Secrets
import Testing

@Suite("A secret can be looked for, and not read")
struct SecretTests {
    @Test("its description and its mirror do not show it")
    func description() {
        let secret = Secret("hunter22")
        #expect("\(secret)" == "•••" && "\([secret])" == "[•••]" && String(reflecting: secret) == "•••")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter22"))
        #expect(Set([Secret("abc"), Secret("abc"), Secret("abd")]).count == 2)
    }

    @Test("a list of secrets has each once, and has an end")
    func list() {
        var list = SecretList()
        list.add([Secret("abcd"), Secret("abcd"), Secret("efgh")])
        #expect(list.all.count == 2 && list.isComplete)
        list.add((0..<10_000).map { Secret("secret-\($0)") })
        #expect(list.all.count == 10_000 && !list.isComplete)
        var large = SecretList()
        large.add((0..<300).map { Secret(String(repeating: "x", count: 8_000) + "\($0)") })
        #expect(large.all.count < 150 && !large.isComplete)
    }
}

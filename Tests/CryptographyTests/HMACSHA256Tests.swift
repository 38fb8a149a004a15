import Testing

@testable import Cryptography

/// A test case of RFC 4231, section 4.
struct CodeVector: CustomTestStringConvertible {
    let name: String
    let key: [UInt8]
    let message: [UInt8]
    let code: String

    var testDescription: String { name }

    static let all = [
        CodeVector(
            name: "4.2", key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        CodeVector(
            name: "4.3, a short key", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        CodeVector(
            name: "4.4, more than a block", key: [UInt8](repeating: 0xAA, count: 20),
            message: [UInt8](repeating: 0xDD, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        CodeVector(
            name: "4.5, more than a block", key: Array(1...25), message: [UInt8](repeating: 0xCD, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        // The RFC gives only the first 16 bytes of this one.
        CodeVector(
            name: "4.6, cut off", key: [UInt8](repeating: 0x0C, count: 20),
            message: Array("Test With Truncation".utf8), code: "a3b6167473100ee06e0c796c2955552b"),
        CodeVector(
            name: "4.7, a key longer than a block", key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        CodeVector(
            name: "4.8, a key and a message longer than a block", key: [UInt8](repeating: 0xAA, count: 131),
            message: Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. \
                The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]
}

@Suite("HMAC-SHA256 is the code that RFC 2104 defines")
struct HMACSHA256Tests {
    @Test("a message has the code that RFC 4231 publishes", arguments: CodeVector.all)
    func vectors(_ vector: CodeVector) {
        let hmac = HMACSHA256(key: vector.key)
        // A key is used for many messages.
        for _ in 0..<3 { #expect(hexadecimal(hmac.code(for: vector.message)).hasPrefix(vector.code)) }
        #expect(hexadecimal(hmac.code(for: vector.message.lazy.map { $0 })).hasPrefix(vector.code))
        var changed = vector.message
        changed[0] ^= 1
        #expect(!hexadecimal(hmac.code(for: changed)).hasPrefix(vector.code))
        var otherKey = vector.key
        otherKey[otherKey.count - 1] ^= 1
        #expect(!hexadecimal(HMACSHA256(key: otherKey).code(for: vector.message)).hasPrefix(vector.code))
    }

    @Test("a key is hashed first only if it is longer than a block", arguments: [(63, false), (64, false), (65, true)])
    func blockSize(_ size: Int, _ isHashed: Bool) {
        let key = [UInt8](repeating: 7, count: size)
        let code = HMACSHA256(key: key).code(for: "message".utf8)
        #expect((code == HMACSHA256(key: SHA256.digest(of: key)).code(for: "message".utf8)) == isHashed)
    }

    @Test("an empty key and an empty message have a code")
    func empty() {
        let code = HMACSHA256(key: []).code(for: [])
        #expect(hexadecimal(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
        #expect(code != HMACSHA256(key: []).code(for: [0]))
        // RFC 2104 pads a key with zeros, so these two keys are the same.
        #expect(code == HMACSHA256(key: [0]).code(for: []))
        #expect(code != HMACSHA256(key: [1]).code(for: []))
    }

    @Test("only the whole code is valid, and only for its message")
    func validity() {
        let hmac = HMACSHA256(key: "key".utf8)
        let code = hmac.code(for: "message".utf8)
        #expect(hmac.isValid(code, for: "message".utf8))
        #expect(!hmac.isValid(code, for: "messagf".utf8))
        #expect(!HMACSHA256(key: "kez".utf8).isValid(code, for: "message".utf8))
        #expect(!hmac.isValid([], for: "message".utf8))
        #expect(!hmac.isValid(code.dropLast(), for: "message".utf8))
        #expect(!hmac.isValid(code + [0], for: "message".utf8))
        for bit in 0..<256 {
            var wrong = code
            wrong[bit / 8] ^= 1 << (bit % 8)
            #expect(!hmac.isValid(wrong, for: "message".utf8), "bit \(bit) is wrong")
        }
    }

    @Test("threads share a key")
    func threads() async {
        let hmac = HMACSHA256(key: "key".utf8)
        let expected = (0..<100).map { hmac.code(for: "message \($0)".utf8) }
        #expect(Set(expected).count == 100)
        let wrong = await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<2_000).count { hmac.code(for: "message \($0 % 100)".utf8) != expected[$0 % 100] }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}

import Testing

@testable import Cryptography

/// A message and its published digest: the examples of FIPS 180-2, appendix B, no bytes at all, and a message of 896 bits.
struct DigestVector: CustomTestStringConvertible {
    let name: String
    let message: [UInt8]
    let digest: String

    var testDescription: String { name }

    static let all = [
        DigestVector(
            name: "no bytes", message: [],
            digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        DigestVector(
            name: "one block", message: Array("abc".utf8),
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        DigestVector(
            name: "two blocks by the padding",
            message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        DigestVector(
            name: "two blocks",
            message: Array(
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
                    .utf8),
            digest: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
        DigestVector(
            name: "a million bytes", message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]
}

@Suite("SHA-256 is the hash that FIPS 180-4 defines")
struct SHA256Tests {
    @Test("a message has the digest that is published", arguments: DigestVector.all)
    func vectors(_ vector: DigestVector) {
        #expect(hexadecimal(SHA256.digest(of: vector.message)) == vector.digest)
        // A collection whose bytes are not in one piece of memory.
        #expect(hexadecimal(SHA256.digest(of: vector.message.lazy.map { $0 })) == vector.digest)
        #expect(hexadecimal(SHA256.digest(of: vector.message + [0])) != vector.digest)
        if !vector.message.isEmpty {
            var changed = vector.message
            changed[changed.count - 1] ^= 1
            #expect(hexadecimal(SHA256.digest(of: changed)) != vector.digest)
        }
    }

    @Test("pieces of any size give the same digest", arguments: DigestVector.all)
    func pieces(_ vector: DigestVector) {
        for size in [1, 55, 63, 64, 65, 4_096] where vector.message.count < 1_000 || size > 1 {
            var hash = SHA256()
            var start = 0
            while start < vector.message.count {
                let end = min(start + size, vector.message.count)
                add(vector.message[start..<end], to: &hash)
                add([], to: &hash)
                start = end
            }
            #expect(hexadecimal(hash.digest) == vector.digest, "in pieces of \(size) bytes")
            add([0], to: &hash)
            #expect(hexadecimal(hash.digest) != vector.digest)
        }
    }

    @Test("a digest can be read in between, as often as wanted")
    func between() {
        var hash = SHA256()
        #expect(hash.digest == SHA256.digest(of: []))
        add(Array("ab".utf8), to: &hash)
        #expect(hash.digest == SHA256.digest(of: "ab".utf8))
        #expect(hash.digest == SHA256.digest(of: "ab".utf8))
        add(Array("c".utf8), to: &hash)
        #expect(hash.digest == SHA256.digest(of: "abc".utf8))
    }

    @Test("a copy is a value of its own")
    func copies() {
        var first = SHA256()
        add(Array("a".utf8), to: &first)
        var second = first
        add(Array("b".utf8), to: &second)
        #expect(first.digest == SHA256.digest(of: "a".utf8))
        #expect(second.digest == SHA256.digest(of: "ab".utf8))
        add(Array("c".utf8), to: &first)
        #expect(first.digest == SHA256.digest(of: "ac".utf8))
        #expect(second.digest == SHA256.digest(of: "ab".utf8))
    }

    private func add(_ bytes: some Collection<UInt8>, to hash: inout SHA256) {
        Array(bytes).withUnsafeBytes { hash.add($0) }
    }
}

/// Does not use the program's own code for hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

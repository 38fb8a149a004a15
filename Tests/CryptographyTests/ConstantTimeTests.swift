import Testing

@testable import Cryptography

@Suite("Bytes are compared as a whole")
struct ConstantTimeTests {
    @Test("equal bytes are equal", arguments: [[], [0], [1, 2, 3], [UInt8](repeating: 0xFF, count: 1_000)])
    func equal(_ bytes: [UInt8]) {
        #expect(isEqualInConstantTime(bytes, bytes))
        #expect(!isEqualInConstantTime(bytes, bytes + [0]))
        #expect(!isEqualInConstantTime(bytes + [0], bytes))
    }

    @Test("a difference is found at each place", arguments: 0..<40)
    func differences(_ place: Int) {
        let bytes = [UInt8](repeating: 0, count: 40)
        var other = bytes
        other[place] = 0x80
        #expect(!isEqualInConstantTime(bytes, other))
    }
}

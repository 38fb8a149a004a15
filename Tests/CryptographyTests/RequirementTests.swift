import Testing

@testable import Cryptography

@Suite("A call of OpenSSL that fails ends the program")
struct RequirementTests {
    @Test("only 1 is a success", arguments: [0, -1] as [Int32])
    func results(_ result: Int32) async {
        require(1, "hash")
        await #expect(processExitsWith: .failure) { [result] in
            require(result, "hash")
        }
    }

    @Test("what was not made is not used")
    func pointers() async {
        #expect(required(OpaquePointer(bitPattern: 8), "make") == OpaquePointer(bitPattern: 8))
        await #expect(processExitsWith: .failure) { _ = required(nil, "make") }
    }
}

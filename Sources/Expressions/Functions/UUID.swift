import JSON

extension ExpressionFunction {
    /// A random UUID (RFC 9562, version 4).
    static let uuid = ExpressionFunction(
        name: "uuid", arity: 0...0, summary: "a random UUID, for example 1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    ) { _, services in
        let high = services.randomBits & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = services.randomBits & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: digits[$0], as: UTF8.self) }
        return .string(groups.joined(separator: "-"))
    }

    private static func hexadecimal(_ value: UInt64) -> [UInt8] {
        stride(from: 60, through: 0, by: -4).map { Array("0123456789abcdef".utf8)[Int(value >> UInt64($0) & 15)] }
    }
}

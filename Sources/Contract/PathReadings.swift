/// The ways in which servers may read a path. They differ on encodings, on invisible characters, on spaces and on
/// what follows a ';' or a '.'.
package enum PathReadings {
    struct Reading {
        var segments: [[UInt8]] = []
        /// Where the path can end: at its end, and after each segment that had a ';'.
        var ends: [Int] = []
    }

    /// Stands for a character that a server may drop, or fold to another one.
    private static let anyText: UInt8 = 0

    /// The path as a server reads it that decodes again and again; nil if it never ends, or is not UTF-8.
    package static func decoded(_ path: String) -> String? {
        let bytes = withoutEncoding(Array(path.utf8))
        guard withoutEncoding(bytes) == bytes else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    static func all(of path: String) -> [Reading] {
        let bytes = withoutEncoding(Array(path.utf8))
        // The first byte of a character stands for it.
        let readable = bytes.filter { !(0x80..<0xC0).contains($0) }.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "%"), 0..<0x20, 0x7F...: anyText
            default: byte
            }
        }
        let space = UInt8(ascii: " ")
        guard readable.contains(space) else { return [reading(readable)] }
        // Servers drop spaces, or what follows one.
        return [
            reading(readable.filter { $0 != space }), reading(readable.map { $0 == space ? UInt8(ascii: ";") : $0 }),
        ]
    }

    private static func reading(_ path: [UInt8]) -> Reading {
        var reading = Reading()
        for segment in path.split(separator: UInt8(ascii: "/")) {
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            // Servers drop a segment that has nothing but parameters.
            if name.contains(where: { isLetterOrDigit($0) || $0 == anyText }) { reading.segments.append(Array(name)) }
            // Some servers end the whole path at its first ';'.
            if name.endIndex < segment.endIndex, reading.ends.last != reading.segments.count {
                reading.ends.append(reading.segments.count)
            }
        }
        if reading.ends.last != reading.segments.count { reading.ends.append(reading.segments.count) }
        return reading
    }

    /// The path as a server reads it that decodes again and again.
    private static func withoutEncoding(_ path: [UInt8]) -> [UInt8] {
        var bytes = path
        for _ in 0..<8 where bytes.contains(UInt8(ascii: "%")) {
            var decoded: [UInt8] = []
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                    let decodedByte = UInt8(
                        String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
                {
                    decoded.append(decodedByte)
                    index += 3
                } else {
                    decoded.append(byte)
                    index += 1
                }
            }
            if decoded == bytes { break }
            bytes = decoded
        }
        return bytes
    }

    /// Whether a server may read a segment as the literal.
    static func equals(_ segment: [UInt8], _ literal: [UInt8]) -> Bool {
        segment.contains(anyText) ? matches(segment[...], literal[...]) : segment == literal
    }

    /// Whether a server may read the last segment as the literal: many drop what follows a name, as in `otp.json` and
    /// `otp.`. `otp-status` is another resource.
    static func isName(_ segment: [UInt8], _ literal: [UInt8]) -> Bool {
        if segment.contains(anyText) {
            let name = segment.prefix { isLetterOrDigit($0) || $0 == anyText || $0 == UInt8(ascii: "-") }
            if matches(name, literal[...]) { return true }
        }
        return segment.starts(with: literal) && isEnd(segment, after: literal.count)
    }

    private static func isEnd(_ segment: [UInt8], after index: Int) -> Bool {
        guard index < segment.count else { return true }
        return !isLetterOrDigit(segment[index]) && segment[index] != UInt8(ascii: "-")
    }

    static func isMobileOTP(_ path: ArraySlice<[UInt8]>) -> Bool {
        guard path.count >= 2 else { return false }
        return equals(path[path.endIndex - 2], Array("mobile".utf8))
            && isName(path[path.endIndex - 1], Array("otp".utf8))
    }

    /// Whether a segment with `anyText` in it can be the literal.
    private static func matches(_ segment: ArraySlice<UInt8>, _ literal: ArraySlice<UInt8>) -> Bool {
        let literal = Array(literal)
        // The lengths of the literal's starts that the segment so far can be.
        var reached: Set = [0]
        for byte in segment {
            if byte == anyText {
                reached = Set(reached.flatMap { $0...min($0 + 1, literal.count) })
            } else {
                reached = Set(reached.filter { $0 < literal.count && literal[$0] == byte }.map { $0 + 1 })
            }
            if reached.isEmpty { return false }
        }
        return reached.contains(literal.count)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}

import FoundationEssentials
import Secrets

/// Secrets in the encodings of the target `Secrets`. Longer forms are found before shorter ones.
struct SecretForms: Sendable {
    /// Shared by all sets without secrets, to save memory.
    private static let noStart = [Bool](repeating: false, count: 4_096)

    private var known: Set<Secret> = []
    /// All forms of all secrets by their first four bytes, the longest first.
    private var formsByStart: [UInt32: [[UInt8]]] = [:]
    /// Forms with fewer than four bytes.
    private var shortForms: [[UInt8]] = []
    /// False for two bytes that start no form. This check alone skips most of a string.
    private var mayStart = Self.noStart

    init(_ secrets: [Secret] = []) { add(secrets) }

    /// Adds secrets. Known secrets are skipped quickly.
    mutating func add(_ secrets: [Secret]) {
        for secret in secrets {
            guard known.insert(secret).inserted else { continue }
            for form in secret.forms { add(form) }
        }
    }

    private mutating func add(_ form: [UInt8]) {
        guard form.count >= 4 else {
            shortForms.append(form)
            shortForms.sort { $0.count > $1.count }
            return
        }
        let start = Self.start(of: form, at: 0)
        var forms = formsByStart[start] ?? []
        guard !forms.contains(form) else { return }
        forms.insert(form, at: forms.firstIndex { $0.count <= form.count } ?? forms.endIndex)
        formsByStart[start] = forms
        mayStart[Self.slot(form[0], form[1])] = true
    }

    /// Replaces each secret, in any of its forms.
    func replacing(in text: String, with replacement: (_ form: String) -> String) -> String {
        guard mayBe(in: text) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard let form = form(in: bytes, at: index) else {
                index += 1
                continue
            }
            result += bytes[copied..<index]
            result += replacement(String(decoding: form, as: UTF8.self)).utf8
            index += form.count
            copied = index
        }
        guard copied > 0 else { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// A fast check by the first bytes of all forms. False for most strings.
    func mayBe(in text: String) -> Bool {
        guard !known.isEmpty else { return false }
        guard shortForms.isEmpty else { return true }
        func mayHold(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            guard bytes.count >= 4 else { return false }
            for index in 0..<(bytes.count - 3) where mayStart[Self.slot(bytes[index], bytes[index + 1])] {
                if formsByStart[Self.start(of: bytes, at: index)] != nil { return true }
            }
            return false
        }
        return text.utf8.withContiguousStorageIfAvailable(mayHold) ?? true
    }

    /// The longest form that starts at `index`.
    private func form(in bytes: [UInt8], at index: Int) -> [UInt8]? {
        if index + 4 <= bytes.count, mayStart[Self.slot(bytes[index], bytes[index + 1])],
            let forms = formsByStart[Self.start(of: bytes, at: index)],
            let form = forms.first(where: { bytes[index...].starts(with: $0) })
        {
            return form
        }
        return shortForms.first { bytes[index...].starts(with: $0) }
    }

    private static func start<Bytes: RandomAccessCollection>(of bytes: Bytes, at index: Int) -> UInt32
    where Bytes.Element == UInt8, Bytes.Index == Int {
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
    }

    private static func slot(_ first: UInt8, _ second: UInt8) -> Int { (Int(first) << 4 ^ Int(second)) & 4_095 }
}

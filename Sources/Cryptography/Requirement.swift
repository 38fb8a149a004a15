import COpenSSL

/// Ends the program if a call of OpenSSL failed: it returned something else than 1. A signature must never be made of a digest that
/// was not computed.
func require(_ result: Int32, _ purpose: StaticString) {
    if result != 1 { failed(purpose) }
}

/// What OpenSSL made. Ends the program if OpenSSL made nothing.
func required(_ made: OpaquePointer?, _ purpose: StaticString) -> OpaquePointer {
    guard let made else { failed(purpose) }
    return made
}

private func failed(_ purpose: StaticString) -> Never {
    var text = [CChar](repeating: 0, count: 256)
    ERR_error_string_n(ERR_get_error(), &text, text.count)
    let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    fatalError("OpenSSL could not \(purpose): \(reason)")
}

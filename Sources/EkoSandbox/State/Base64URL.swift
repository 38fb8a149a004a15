#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Encodes as base64url (RFC 4648, section 5), without padding.
func base64URL(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

/// Decodes base64url; nil if `text` is not exactly the string that `base64URL` returns for the bytes.
func bytes(ofBase64URL text: some StringProtocol) -> Data? {
    var base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
    base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
    // Decoders ignore the last character's spare bits, so several strings could decode to the same signature.
    guard let bytes = Data(base64Encoded: base64), base64URL(bytes) == text else { return nil }
    return bytes
}

import COpenSSL

/// Whether two lists of bytes are equal. The time depends on their lengths only, not on where they differ.
func isEqualInConstantTime(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
}

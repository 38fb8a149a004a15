import COpenSSL

/// Owns a state of SHA-256 in OpenSSL: what was hashed so far. OpenSSL overwrites it before it frees its memory.
///
/// Every call can only fail if there is no memory left, or if OpenSSL itself is broken. No result is right then, so the program ends.
struct DigestState: ~Copyable {
    /// OpenSSL's SHA-256, looked up once: the lookup takes longer than a thousand short hashes.
    ///
    /// It is in a library context of its own, so no configuration file of OpenSSL is read, and none can take it away. It is never
    /// changed and never freed. OpenSSL counts its uses atomically, so all threads can share it.
    private nonisolated(unsafe) static let sha256 = required(
        EVP_MD_fetch(required(OSSL_LIB_CTX_new(), "make a library context"), "SHA256", nil), "find SHA-256")

    private let context = required(EVP_MD_CTX_new(), "make a context")

    init() {
        require(EVP_DigestInit_ex2(context, Self.sha256, nil), "start SHA-256")
    }

    init(of bytes: [UInt8]) {
        self.init()
        add(bytes)
    }

    /// OpenSSL only reads the state that is copied, so several threads can copy one.
    init(copyOf other: borrowing DigestState) {
        require(EVP_MD_CTX_copy_ex(context, other.context), "copy a state of SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count), "hash bytes")
    }

    mutating func add(_ bytes: some Collection<UInt8>) {
        let isAdded: Void? = bytes.withContiguousStorageIfAvailable { add(UnsafeRawBufferPointer($0)) }
        if isAdded == nil { Array(bytes).withUnsafeBytes { add($0) } }
    }

    /// The digest of everything that was added.
    consuming func digest() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.digestSize) { bytes, count in
            require(EVP_DigestFinal_ex(context, bytes.baseAddress, nil), "finish SHA-256")
            count = SHA256.digestSize
        }
    }
}

import CLibrary
import SQLDatabase

/// Owns libpq's connection to a server. No call waits longer than its deadline, even if the network loses everything.
struct PostgreSQLLink: ~Copyable {
    let library: LibPQ
    private let handle: LibPQ.Connection

    /// Starts to connect to one address.
    init(_ parameters: [String: String], library: LibPQ) throws(SQLError) {
        let names = parameters.keys.sorted()
        let handle = CStrings(names).withPointers { keywords in
            CStrings(names.map { parameters[$0] }).withPointers { library.connectStart(keywords, $0, 0) }
        }
        guard let handle else { throw SQLError(.other, "there is no memory left") }
        self.library = library
        self.handle = handle
        _ = library.setVerbosity(handle, LibPQ.verbose)
        _ = library.setNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { library.finish(handle) }

    var isEncrypted: Bool { library.usesTLS(handle) != 0 }
    var isLost: Bool { library.status(handle) != LibPQ.connectionOK }
    var needsPassword: Bool { library.needsPassword(handle) != 0 }
    /// The password that was used, from wherever libpq took it.
    var password: String { library.password(handle).map { String(cString: $0) } ?? "" }
    var message: String { library.errorMessage(handle).map { String(cString: $0) } ?? "" }

    /// Connects. False if the server refused or could not be reached; `message` says why. Nil if the time is over.
    func connect(by deadline: Deadline) -> Bool? {
        guard !isStartFailed else { return false }
        var next = LibPQ.Polling.writing
        while true {
            let events = next == LibPQ.Polling.reading ? POLLIN : POLLOUT
            guard deadline.wait(for: library.socket(handle), Int16(events)) else { return nil }
            next = library.connectPoll(handle)
            switch next {
            case LibPQ.Polling.ok: return library.setNonBlocking(handle, 1) == 0
            case LibPQ.Polling.failed: return false
            default: continue
            }
        }
    }

    private var isStartFailed: Bool { library.status(handle) == 1 }

    /// Sends a request and waits for all of its results. Nil if the time is over. Empty if the request cannot be sent.
    func results(by deadline: Deadline, _ send: (LibPQ, LibPQ.Connection) -> Int32) -> [PostgreSQLResult]? {
        guard send(library, handle) == 1 else { return [] }
        while true {
            let status = library.flush(handle)
            if status == 0 { break }
            guard status == 1 else { return [] }
            guard deadline.wait(for: library.socket(handle), Int16(POLLIN | POLLOUT)) else { return nil }
            guard library.consumeInput(handle) == 1 else { return [] }
        }
        var results: [PostgreSQLResult] = []
        while true {
            while library.isBusy(handle) != 0 {
                guard deadline.wait(for: library.socket(handle), Int16(POLLIN)) else { return nil }
                // libpq describes a lost connection in a result.
                if library.consumeInput(handle) == 0 { if isLost { break } else { return nil } }
            }
            guard let result = library.nextResult(handle) else { return results }
            results.append(PostgreSQLResult(result, library))
            // A COPY would wait for data without an end.
            guard results.count < 1000, !results[results.count - 1].isCopy else { return nil }
        }
    }
}

/// Strings of C, all in one buffer.
struct CStrings {
    private var bytes: [CChar] = []
    private var starts: [Int?] = []

    init(_ texts: [String?]) {
        for text in texts {
            starts.append(text == nil ? nil : bytes.count)
            guard let text else { continue }
            bytes.append(contentsOf: text.utf8.lazy.map { CChar(truncatingIfNeeded: $0) })
            bytes.append(0)
        }
    }

    /// The pointers are ended by a null pointer.
    func withPointers<Value>(_ body: (LibPQ.Texts) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { buffer in
            let pointers =
                starts.map { start in start.flatMap { start in buffer.baseAddress.map { $0 + start } } } + [nil]
            return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
        }
    }
}

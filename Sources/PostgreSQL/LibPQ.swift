import CLibrary
import SQLDatabase

/// The functions of libpq that are used, of any version since 12.
///
/// The library is loaded at the first use, so that a program that uses no server does not load it, and does not need it.
struct LibPQ: Sendable {
    typealias Connection = OpaquePointer
    typealias Result = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias Texts = UnsafePointer<Text?>

    /// An array of `PQconninfoOption`, each of seven words: the first is its keyword, the fourth its value.
    typealias Options = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    let parse: @convention(c) (Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Options?
    let defaults: @convention(c) () -> Options?
    let freeOptions: @convention(c) (Options?) -> Void

    let connectStart: @convention(c) (Texts, Texts, Int32) -> Connection?
    let connectPoll: @convention(c) (Connection) -> UInt32
    let finish: @convention(c) (Connection) -> Void
    let status: @convention(c) (Connection) -> UInt32
    let socket: @convention(c) (Connection) -> Int32
    let errorMessage: @convention(c) (Connection) -> Text?
    let password: @convention(c) (Connection) -> Text?
    let needsPassword: @convention(c) (Connection) -> Int32
    let usesTLS: @convention(c) (Connection) -> Int32
    let setVerbosity: @convention(c) (Connection, UInt32) -> UInt32
    let setNoticeProcessor:
        @convention(c) (
            Connection, (@convention(c) (UnsafeMutableRawPointer?, Text?) -> Void)?, UnsafeMutableRawPointer?
        ) -> OpaquePointer?
    let setNonBlocking: @convention(c) (Connection, Int32) -> Int32

    let sendQuery: @convention(c) (Connection, Text) -> Int32
    let sendPrepare: @convention(c) (Connection, Text, Text, Int32, UnsafePointer<UInt32>?) -> Int32
    let sendPrepared:
        @convention(c) (
            Connection, Text, Int32, Texts?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
        ) -> Int32
    let flush: @convention(c) (Connection) -> Int32
    let consumeInput: @convention(c) (Connection) -> Int32
    let isBusy: @convention(c) (Connection) -> Int32
    let nextResult: @convention(c) (Connection) -> Result?

    let clear: @convention(c) (Result) -> Void
    let resultStatus: @convention(c) (Result) -> UInt32
    let errorField: @convention(c) (Result, Int32) -> Text?
    let commandTag: @convention(c) (Result) -> Text?
    let rowCount: @convention(c) (Result) -> Int32
    let columnCount: @convention(c) (Result) -> Int32
    let columnType: @convention(c) (Result, Int32) -> UInt32
    let isNull: @convention(c) (Result, Int32, Int32) -> Int32
    let value: @convention(c) (Result, Int32, Int32) -> UnsafePointer<UInt8>?
    let length: @convention(c) (Result, Int32, Int32) -> Int32

    #if canImport(Darwin)
        private static let (package, name) = ("libpq", "libpq.5.dylib")
        /// By their paths, because the loader would look in the current folder too. Homebrew has one folder for each processor.
        private static let places = ["/opt/homebrew/opt/libpq/lib", "/usr/local/opt/libpq/lib"].map { "\($0)/\(name)" }
    #else
        private static let (package, name) = ("libpq5", "libpq.so.5")
        private static let places = [name]
    #endif

    /// Each place is tried once: a lazy `compactMap` would load the library again, and trap if it is not there the second time.
    private static let loaded: LibPQ? = {
        for place in places { if let library = LibPQ(library: place) { return library } }
        return nil
    }()

    static func load() throws(SQLError) -> LibPQ {
        guard let loaded else {
            throw SQLError(
                .noLibrary(package: package), "the library of PostgreSQL, \(name), is not installed or is too old")
        }
        return loaded
    }

    /// Nil if there is no such library, or if it lacks a function.
    init?(library: String) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else { return nil }
        var isComplete = true
        /// The type of the function is the type of the property. What is missing is never called.
        func find<Function>(_ name: String) -> Function {
            let symbol = dlsym(handle, name)
            if symbol == nil { isComplete = false }
            return unsafeBitCast(symbol ?? handle, to: Function.self)
        }
        parse = find("PQconninfoParse")
        defaults = find("PQconndefaults")
        freeOptions = find("PQconninfoFree")
        connectStart = find("PQconnectStartParams")
        connectPoll = find("PQconnectPoll")
        finish = find("PQfinish")
        status = find("PQstatus")
        socket = find("PQsocket")
        errorMessage = find("PQerrorMessage")
        password = find("PQpass")
        needsPassword = find("PQconnectionNeedsPassword")
        usesTLS = find("PQsslInUse")
        setVerbosity = find("PQsetErrorVerbosity")
        setNoticeProcessor = find("PQsetNoticeProcessor")
        setNonBlocking = find("PQsetnonblocking")
        sendQuery = find("PQsendQuery")
        sendPrepare = find("PQsendPrepare")
        sendPrepared = find("PQsendQueryPrepared")
        flush = find("PQflush")
        consumeInput = find("PQconsumeInput")
        isBusy = find("PQisBusy")
        nextResult = find("PQgetResult")
        clear = find("PQclear")
        resultStatus = find("PQresultStatus")
        errorField = find("PQresultErrorField")
        commandTag = find("PQcmdStatus")
        rowCount = find("PQntuples")
        columnCount = find("PQnfields")
        columnType = find("PQftype")
        isNull = find("PQgetisnull")
        value = find("PQgetvalue")
        length = find("PQgetlength")
        guard isComplete else { return nil }
    }
}

extension LibPQ {
    /// The options of a list that have a value.
    static func values(_ options: Options) -> [String: String] {
        var values: [String: String] = [:]
        var next = options
        while let keyword = next[0] {
            if let value = next[3], value.pointee != 0 { values[String(cString: keyword)] = String(cString: value) }
            next += 7
        }
        return values
    }

    static let connectionOK: UInt32 = 0

    /// What `connectPoll` says to do next.
    enum Polling {
        static let failed: UInt32 = 0
        static let reading: UInt32 = 1
        static let writing: UInt32 = 2
        static let ok: UInt32 = 3
    }

    /// What `resultStatus` says.
    enum ResultStatus {
        static let tuplesOK: UInt32 = 2
        static let badResponse: UInt32 = 5
        static let fatalError: UInt32 = 7
    }

    /// The fields of an error.
    enum ErrorField {
        static let sqlState = Int32(UInt8(ascii: "C"))
        static let message = Int32(UInt8(ascii: "M"))
    }

    /// Error messages with their SQLSTATE.
    static let verbose: UInt32 = 2
}

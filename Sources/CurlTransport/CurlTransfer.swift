import CLibcurl
import HTTP

/// A libcurl easy handle, used for one exchange after another. Only the loop's thread uses it.
///
/// libcurl itself sends a request again if a kept-alive connection closes without a response. It calls back before
/// each attempt, when the connection is open and no byte is sent. The callback refuses every attempt but the first.
final class CurlTransfer {
    let handle: UnsafeMutableRawPointer
    /// The TLS options of all its exchanges.
    let tls: TLSOptions
    private(set) var id: UInt64 = 0

    /// When it ends without an answer, on the clock of `SocketPoll`, in nanoseconds.
    private(set) var deadline: UInt64 = 0

    private var start: CurlLoop.Start?
    private var startTime: UInt64 = 0
    /// The first option that could not be set: it would have the value of another request, or none; nil if all are set.
    private var failedOption: CURLcode?
    /// Set if no server's certificate can be verified.
    private var missingCertificates: SystemCertificates?
    /// The URL that the handle is set to.
    private var url = ""
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var addresses: UnsafeMutablePointer<curl_slist>?
    private var response = ResponseBuffer()
    /// What is left to send of a form; nil if the request has none.
    private var form: MultipartReader?
    /// Why the form cannot be sent to its end.
    private var formProblem: UploadError?
    /// How often libcurl was about to send the request.
    private var attempts = 0
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Nil if libcurl can make no handle.
    init?(userAgent: String, tls: TLSOptions, options: ConnectionOptions = ConnectionOptions()) {
        guard let handle = curl_easy_init() else {
            errorText.deallocate()
            return nil
        }
        self.handle = handle
        self.tls = tls
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for address in options.addresses { append(address, to: &addresses) }
        setFixedOptions(userAgent: userAgent, options)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(addresses)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// The transfer that a handle belongs to.
    static func of(_ handle: UnsafeMutableRawPointer) -> CurlTransfer? {
        var pointer: UnsafeMutablePointer<CChar>?
        ekoflow_getinfo_pointer(handle, CURLINFO_PRIVATE, &pointer)
        return pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// libcurl before 7.85 lacks options that keep a request from being sent twice. Without these options, nothing is
    /// sent.
    private func setFixedOptions(userAgent: String, _ options: ConnectionOptions) {
        setTLSOptions(options)
        setProxyTrust(options)
        if let addresses { set(CURLOPT_RESOLVE, addresses) }
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_PRIVATE, context)
        set(CURLOPT_ERRORBUFFER, errorText)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        // Send the path exactly as written: the check whether the request is a send looked at this same path.
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // One request per connection at a time, so that it is certain what a lost connection means.
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_USERAGENT, userAgent)
        require(ekoflow_setopt_data_callback(handle, CURLOPT_WRITEFUNCTION, bodyCallback))
        set(CURLOPT_WRITEDATA, context)
        require(ekoflow_setopt_data_callback(handle, CURLOPT_HEADERFUNCTION, headerCallback))
        set(CURLOPT_HEADERDATA, context)
        require(ekoflow_setopt_data_callback(handle, CURLOPT_READFUNCTION, formCallback))
        set(CURLOPT_READDATA, context)
        require(ekoflow_setopt_prereq_callback(handle, attemptCallback))
        set(CURLOPT_PREREQDATA, context)
    }

    /// An option that fails would leave something unchecked, or send a part of another request: nothing is sent then.
    private func require(_ code: CURLcode) {
        if code != CURLE_OK, failedOption == nil { failedOption = code }
    }

    private func set(_ option: CURLoption, _ value: Int) { require(ekoflow_setopt_long(handle, option, value)) }

    private func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        require(ekoflow_setopt_pointer(handle, option, value))
    }

    private func set(_ option: CURLoption, copying bytes: [UInt8]) {
        require(ekoflow_setopt_blob(handle, option, bytes, bytes.count))
    }

    private func append(_ line: String, to list: inout UnsafeMutablePointer<curl_slist>?) {
        // Nil leaves the list as it was, without the line.
        if let longer = curl_slist_append(list, line) { list = longer } else { require(CURLE_OUT_OF_MEMORY) }
    }

    private func setTLSOptions(_ options: ConnectionOptions) {
        set(CURLOPT_SSL_VERIFYPEER, tls.checksServer ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, tls.checksServer ? 2 : 0)
        if let authorities = tls.authorities {
            // Otherwise libcurl would trust the system's CA certificates too.
            set(CURLOPT_CAPATH, nil)
            set(CURLOPT_CAINFO_BLOB, copying: authorities.bytes)
        } else {
            if let file = options.certificateFile ?? systemCertificateFile(options) { set(CURLOPT_CAINFO, file) }
            if let folder = options.certificateFolder { set(CURLOPT_CAPATH, folder) }
        }
        if let certificate = tls.clientCertificate {
            set(CURLOPT_SSLCERT_BLOB, copying: certificate.bytes)
            if let key = tls.clientKey { set(CURLOPT_SSLKEY_BLOB, copying: key.bytes) }
            // Without a password, the TLS library would ask for one at the terminal.
            if let password = tls.clientKeyPassword {
                password.withCString { set(CURLOPT_KEYPASSWD, $0) }
            } else {
                set(CURLOPT_KEYPASSWD, "")
            }
        }
    }

    /// Says whose certificates a proxy over TLS may show: the process's or the system's, whatever the environment's own are. If an
    /// option fails, no proxy over TLS is trusted.
    private func setProxyTrust(_ options: ConnectionOptions) {
        if let file = options.certificateFile ?? SystemCertificates(options).file {
            ekoflow_setopt_pointer(handle, CURLOPT_PROXY_CAINFO, file)
        }
        if let folder = options.certificateFolder {
            ekoflow_setopt_pointer(handle, CURLOPT_PROXY_CAPATH, folder)
        }
    }

    /// The file of the system's CA certificates; nil if libcurl knows it, if it is not needed, or if there is none.
    private func systemCertificateFile(_ options: ConnectionOptions) -> String? {
        guard tls.checksServer else { return nil }
        let certificates = SystemCertificates(options)
        switch certificates {
        case .knownToLibcurl: return nil
        case .file(let file): return file
        case .missing:
            if options.certificateFolder == nil { missingCertificates = certificates }
            return nil
        }
    }

    /// Prepares the handle for a request. Returns an error if the request cannot be sent.
    func prepare(_ start: CurlLoop.Start) -> TransportError? {
        let request = start.request
        if let problem = RequestProblem.find(in: request) {
            return TransportError(reason: .invalidRequest, delivery: .notSent, message: problem, elapsed: .zero)
        }
        if let problem = optionProblem { return problem }
        if let problem = missingCertificates?.problem(with: request.url) {
            return TransportError(reason: .tlsFailed, delivery: .notSent, message: problem, elapsed: .zero)
        }
        do {
            form = try request.form.map { form throws(UploadError) in try MultipartReader(form) }
        } catch {
            return TransportError(
                reason: .invalidRequest, delivery: .notSent, message: error.message, elapsed: .zero)
        }
        formProblem = nil
        id = start.id
        attempts = 0
        response = ResponseBuffer()
        errorText[0] = 0
        if request.url != url {
            url = request.url
            set(CURLOPT_URL, url)
            let parts = RequestURL(url)
            // A request to this machine never goes through a proxy.
            if parts.isLoopback { set(CURLOPT_PROXY, "") } else { set(CURLOPT_PROXY, nil) }
            // Without memory for the query of the URL, libcurl 7.88 sends the request without it.
            if parts.isReadByServer {
                set(CURLOPT_REQUEST_TARGET, parts.target)
            } else {
                set(CURLOPT_REQUEST_TARGET, nil)
            }
        }
        setBody(of: request)
        set(CURLOPT_FRESH_CONNECT, request.needsFreshConnection ? 1 : 0)
        set(CURLOPT_CUSTOMREQUEST, request.method)
        // An empty string stands for every encoding that libcurl can undo. Who asks for an encoding gets the bytes as they are sent.
        let asksItself = request.headers.contains { $0.isNamed("accept-encoding") }
        if asksItself { set(CURLOPT_ACCEPT_ENCODING, nil) } else { set(CURLOPT_ACCEPT_ENCODING, "") }
        curl_slist_free_all(headerList)
        headerList = nil
        for header in request.headers {
            // An empty header is written with a semicolon, or libcurl would leave it out.
            let separator = header.value.isEmpty ? ";" : ": "
            append(header.name + separator + header.value, to: &headerList)
        }
        append("Expect:", to: &headerList)
        set(CURLOPT_HTTPHEADER, headerList)
        if let problem = optionProblem { return problem }
        self.start = start
        startTime = SocketPoll.now()
        deadline = startTime + UInt64(max(1, Int(start.deadline / .milliseconds(1)))) * 1_000_000
        return nil
    }

    /// Nil if every option is set.
    private var optionProblem: TransportError? {
        guard let failedOption else { return nil }
        let reason = String(cString: curl_easy_strerror(failedOption)).lowercased()
        return TransportError(
            reason: .other, delivery: .notSent,
            message: failedOption == CURLE_UNKNOWN_OPTION
                ? "libcurl 7.85 or newer is needed" : "libcurl cannot prepare the request: \(reason)",
            elapsed: .zero)
    }

    private func setBody(of request: HTTPRequest) {
        set(CURLOPT_NOBODY, 0)
        if let form = request.form {
            set(CURLOPT_POST, 1)
            // Without fields, libcurl calls back for the body. With its size, it does not send it in chunks.
            set(CURLOPT_POSTFIELDS, nil)
            require(ekoflow_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(form.size)))
        } else if let body = request.body {
            set(CURLOPT_POST, 1)
            // If libcurl has the whole body, a small body leaves in one packet with its headers.
            require(ekoflow_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            body.withUnsafeBytes { set(CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        } else {
            set(CURLOPT_HTTPGET, 1)
            // The answer to a HEAD has no body, even if its headers give a length.
            if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
        }
    }

    /// Gives the waiting caller the outcome when libcurl is done.
    func finish(_ code: CURLcode) {
        guard let start else { return }
        let timings = timings()
        var status = 0
        if code == CURLE_OK, response.hasTwoLengths {
            // Where the answer ends is a guess then (RFC 9112, section 6.3).
            resume(
                .failure(
                    TransportError(
                        reason: .other, delivery: .unknown,
                        message: "the answer is not HTTP: it has two lengths (content-length)", elapsed: timings.total))
            )
        } else if code == CURLE_OK, response.areHeadersComplete,
            ekoflow_getinfo_long(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK
        {
            let response = HTTPResponse(status: status, headers: response.headers, body: response.body)
            resume(.success(HTTPExchange(request: start.request, response: response, timings: timings)))
        } else {
            let code = code == CURLE_OK ? CURLE_PARTIAL_FILE : code
            let elapsed = Duration.nanoseconds(Int64(SocketPoll.now() - startTime))
            resume(.failure(error(code, url: start.request.url, elapsed: max(timings.total, elapsed))))
        }
    }

    /// Tells the waiting caller that this side ended the exchange.
    func cancel() {
        resume(
            .failure(
                TransportError(
                    reason: .cancelled, delivery: attempts == 0 ? .notSent : .unknown,
                    message: "the run was interrupted", elapsed: timings().total)))
    }

    private func resume(_ outcome: CurlLoop.Outcome) {
        let continuation = start?.continuation
        start = nil
        form = nil
        response = ResponseBuffer()
        continuation?.resume(returning: outcome)
    }

    private func timings() -> HTTPTimings {
        func time(_ info: CURLINFO) -> Duration {
            var microseconds: curl_off_t = 0
            ekoflow_getinfo_offset(handle, info, &microseconds)
            return .microseconds(microseconds)
        }
        var timings = HTTPTimings()
        timings.nameLookup = time(CURLINFO_NAMELOOKUP_TIME_T)
        timings.connect = max(timings.nameLookup, time(CURLINFO_CONNECT_TIME_T))
        timings.tls = max(timings.connect, time(CURLINFO_APPCONNECT_TIME_T))
        timings.firstByte = max(timings.tls, time(CURLINFO_STARTTRANSFER_TIME_T))
        timings.total = time(CURLINFO_TOTAL_TIME_T)
        return timings
    }

    private func error(_ code: CURLcode, url: String, elapsed: Duration) -> TransportError {
        var systemError = 0
        ekoflow_getinfo_long(handle, CURLINFO_OS_ERRNO, &systemError)
        var tunnelStatus = 0
        ekoflow_getinfo_long(handle, CURLINFO_HTTP_CONNECTCODE, &tunnelStatus)
        var proxyVerification = 0
        ekoflow_getinfo_long(handle, CURLINFO_PROXY_SSL_VERIFYRESULT, &proxyVerification)
        let failure = CurlFailure(
            code: code, attempts: attempts, systemError: systemError, tunnelStatus: tunnelStatus,
            isProxyDistrusted: proxyVerification != 0,
            detail: String(cString: errorText),
            formProblem: formProblem, received: response, url: RequestURL(url), elapsed: elapsed)
        return failure.transportError
    }

    // MARK: - Called by libcurl

    fileprivate func beforeAttempt() -> Bool {
        attempts += 1
        return attempts == 1
    }

    /// Writes the next bytes of the form. Nil if they cannot be read, and the request must end here.
    fileprivate func sendForm(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        do throws(UploadError) {
            return try form?.next(into: buffer) ?? 0
        } catch {
            formProblem = error
            return nil
        }
    }

    fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool { response.appendBody(bytes) }

    fileprivate func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool { response.appendHeaderLine(bytes) }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private let attemptCallback: ekoflow_prereq_callback = { context, _, _, _, _ in
    transfer(context)?.beforeAttempt() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private let bodyCallback: ekoflow_data_callback = { bytes, size, count, context in
    let isTaken = transfer(context)?.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? false
    return isTaken ? size * count : 0
}

private let headerCallback: ekoflow_data_callback = { bytes, size, count, context in
    let isTaken = transfer(context)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? false
    return isTaken ? size * count : 0
}

private let formCallback: ekoflow_data_callback = { bytes, size, count, context in
    let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.sendForm(into: buffer) ?? Int(CURL_READFUNC_ABORT)
}

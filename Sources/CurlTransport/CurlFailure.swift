import CLibcurl
import CLibrary
import HTTP

/// A failure as libcurl reports it, translated into a `TransportError`.
struct CurlFailure {
    let code: CURLcode
    /// How often libcurl was about to send the request. If 0, certainly nothing was sent.
    let attempts: Int
    let systemError: Int
    /// The status code of a proxy's answer to the request for a tunnel; 0 if no tunnel was requested.
    let tunnelStatus: Int
    /// Whether the certificate of a proxy could not be verified.
    let isProxyDistrusted: Bool
    /// libcurl's own message, which may be empty.
    let detail: String
    /// Why the form could not be sent to its end; nil if that was not the reason.
    let formProblem: UploadError?
    let received: ResponseBuffer
    let url: RequestURL
    let elapsed: Duration

    var transportError: TransportError {
        let (reason, message) = reasonAndMessage
        return TransportError(
            reason: reason, delivery: attempts == 0 ? .notSent : .unknown, message: message, elapsed: elapsed)
    }

    private var reasonAndMessage: (TransportError.Reason, String) {
        if let formProblem { return (.invalidRequest, formProblem.message) }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return (.nameNotResolved, "the name \(url.host) cannot be resolved")
        case CURLE_COULDNT_RESOLVE_PROXY: return (.nameNotResolved, "the name of the proxy cannot be resolved")
        case _ where attempts == 0 && tunnelStatus == 407:
            return (
                .connectionFailed,
                "the proxy asks for a user and a password (HTTP 407): its address takes both before the host, with ':' between them and '@' after them"
            )
        case _ where attempts == 0 && tunnelStatus >= 300:
            return (
                .connectionFailed, "the proxy does not let requests to \(url.authority) through: HTTP \(tunnelStatus)"
            )
        case CURLE_COULDNT_CONNECT:
            let cause = systemError == 0 ? shownDetail : String(cString: strerror(Int32(systemError)))
            return (
                .connectionFailed, "no connection to \(isAboutProxy ? "the proxy for " : "")\(url.authority): \(cause)"
            )
        case CURLE_OPERATION_TIMEDOUT:
            return (.deadline, TransportError.deadlineMessage(after: elapsed, progress))
        case CURLE_UNSUPPORTED_PROTOCOL where attempts > 0, CURLE_WEIRD_SERVER_REPLY:
            return (.other, "the answer is not HTTP: \(explanation)")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return (.invalidRequest, "the address is not an HTTP address: \(explanation)")
        case CURLE_SSL_CERTPROBLEM:
            return (
                .tlsFailed,
                "the client certificate cannot be used: its password is wrong, or the key belongs to another certificate: \(explanation)"
            )
        case _ where isAlert:
            return (.tlsFailed, "\(url.authority) ended TLS, \(progress): \(explanation)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
            let peer = isProxyDistrusted ? "the proxy for \(url.authority)" : url.authority
            return (.tlsFailed, "TLS with \(peer) failed: \(explanation)\(trustHelp)")
        case CURLE_WRITE_ERROR where received.isBodyTooLarge:
            return (.bodyTooLarge, "the response has more than \(ResponseBuffer.maximumBodySize >> 20) MiB")
        case CURLE_WRITE_ERROR where received.areHeadersTooLarge:
            return (
                .bodyTooLarge, "the response's headers have more than \(ResponseBuffer.maximumHeaderSize >> 10) KiB"
            )
        case CURLE_BAD_CONTENT_ENCODING:
            return (
                .other,
                "the answer's content-encoding cannot be undone: \(explanation); with the header accept-encoding: identity, the body comes as the server sends it"
            )
        case CURLE_SEND_FAIL_REWIND, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE,
            CURLE_ABORTED_BY_CALLBACK:
            return (.connectionLost, "the connection was lost, \(progress)")
        default: return (.other, explanation)
        }
    }

    /// What to do about a CA certificate that is not trusted.
    private var trustHelp: String {
        guard code == CURLE_PEER_FAILED_VERIFICATION, detail.contains("issuer") || detail.contains("self") else {
            return ""
        }
        return isProxyDistrusted
            ? "; SSL_CERT_FILE names a file with its CA certificate"
            : "; 'tls: { ca_file: FILE }' of the environment, or SSL_CERT_FILE, names a file with its CA certificate"
    }

    /// Whether the server sent a TLS alert. It can come after the request was sent: only then does the server refuse a
    /// missing client certificate (RFC 8446, section 4.4.2.4).
    private var isAlert: Bool { code == CURLE_RECV_ERROR && detail.contains(" alert ") }

    /// libcurl names the host and port that it tried: the proxy's, if there is a proxy.
    private var isAboutProxy: Bool {
        detail.contains("Failed to connect to ") && !detail.contains("Failed to connect to \(url.host) port ")
    }

    private var progress: String {
        if attempts == 0 { return "before the request was sent" }
        return received.hasStarted ? "in the middle of the response" : "without a response"
    }

    private var explanation: String {
        detail.isEmpty ? String(cString: curl_easy_strerror(code)) : shownDetail
    }

    /// libcurl's message without the password in a proxy's URL, which libcurl repeats.
    private var shownDetail: String {
        detail.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard let at = word.lastIndex(of: "@") else { return String(word) }
            let start = word.firstRange(of: "://")?.upperBound ?? word.startIndex
            return start < at ? word[..<start] + "•••" + word[at...] : String(word)
        }.joined(separator: " ")
    }
}

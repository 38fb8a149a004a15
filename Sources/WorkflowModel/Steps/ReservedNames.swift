/// The names that a `call` cannot give to its headers and to the parameters of its query.
///
/// Only letters and digits are compared, without case: for many servers, `secret_key` and `Secret-Key` are one header.
package enum ReservedNames {
    /// Whether the signer or the transport sets the header itself.
    package static func isSetByProgram(header: String) -> Bool { ownHeaders.contains(folded(header)) }

    /// Whether a server may take the request for one with another method or path because of the header.
    package static func overridesRequest(header: String) -> Bool {
        let name = folded(header)
        return methods.contains(name) || paths.contains(name)
    }

    /// Whether a server may take a GET for a POST because of the parameter, and so a read for a send.
    static func overridesMethod(parameter: String) -> Bool {
        // `method` alone is a parameter of its own, for example of a payment; `_method` is not.
        parameter.lowercased() != "method" && methods.contains(folded(parameter))
    }

    private static let ownHeaders: Set = [
        "developerkey", "secretkey", "secretkeytimestamp", "contenttype", "contentlength", "host", "transferencoding",
        "connection", "expect",
    ]

    private static let methods: Set = [
        "method", "xmethod", "httpmethod", "xhttpmethod", "requestmethod", "xrequestmethod", "methodoverride",
        "xtunneledmethod", "xhttpverb", "httpverb", "xmethodoverride", "httpmethodoverride", "xhttpmethodoverride",
        "xoriginalmethod", "xforwardedmethod",
    ]

    private static let paths: Set = [
        "xoriginalurl", "xoriginaluri", "xoriginalpath", "xenvoyoriginalpath", "xrewriteurl", "xrewriteuri",
        "xrewritepath", "xforwardedurl", "xforwardeduri", "xforwardedpath", "xforwardedprefix", "xoverrideurl",
        "xreplacedpath", "xhttpdestinationurl", "requesturi", "xrequesturi", "scriptname", "xscriptname", "pathinfo",
        "xpathinfo", "xhttppathoverride", "xpathoverride", "xoriginalrequesturi", "xforwardedscriptname", "xpath",
        "xuri",
        "xurl", "xrealpath", "xwafpath", "baseurl", "xbaseurl",
    ]

    /// The common header of a response that a name most likely means, if it has other separators: `content_type`.
    static func commonHeader(like name: String) -> String? {
        guard let header = commonHeaders[folded(name)], header != name.lowercased() else { return nil }
        return header
    }

    private static let commonHeaders: [String: String] = Dictionary(
        uniqueKeysWithValues: [
            "content-type", "content-length", "content-encoding", "content-language", "content-disposition",
            "cache-control", "set-cookie", "retry-after", "last-modified", "www-authenticate", "transfer-encoding",
            "x-request-id", "x-correlation-id", "x-frame-options", "x-content-type-options",
            "strict-transport-security", "access-control-allow-origin",
        ].map { (folded($0), $0) })

    private static func folded(_ name: String) -> String {
        var folded = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": folded.unicodeScalars.append(scalar)
            default: break
            }
        }
        return folded
    }
}

/// An option of curl: https://curl.se/docs/manpage.html
struct CurlOption {
    enum Effect {
        /// It is a part of the request.
        case request
        /// It changes what curl shows or keeps, and not the request.
        case output
        /// It is left out, and this is what it would have done or where it belongs.
        case leftOut(String)
    }

    let takesValue: Bool
    let effect: Effect

    /// By the name with two dashes.
    static let all: [String: CurlOption] = {
        var options: [String: CurlOption] = [:]
        for group in groups {
            for name in group.valued.split(separator: " ") {
                options["--\(name)"] = CurlOption(takesValue: true, effect: group.effect)
            }
            for name in group.flags.split(separator: " ") {
                options["--\(name)"] = CurlOption(takesValue: false, effect: group.effect)
            }
        }
        return options
    }()

    static let short: [Character: String] = [
        "X": "--request", "H": "--header", "d": "--data", "G": "--get", "I": "--head", "u": "--user", "k": "--insecure",
        "b": "--cookie", "F": "--form", "m": "--max-time", "L": "--location", "x": "--proxy", "E": "--cert",
        "s": "--silent", "S": "--show-error", "i": "--include", "v": "--verbose", "f": "--fail", "o": "--output",
        "A": "--user-agent", "e": "--referer", "w": "--write-out", "c": "--cookie-jar", "D": "--dump-header",
        "N": "--no-buffer", "g": "--globoff", "O": "--remote-name", "U": "--proxy-user", "K": "--config",
        "T": "--upload-file", "4": "--ipv4", "6": "--ipv6", "n": "--netrc", "r": "--range", "J": "--remote-header-name",
        "R": "--remote-time", "q": "--disable", "j": "--junk-session-cookies", "0": "--http1.0", "1": "--tlsv1",
        "2": "--sslv2", "3": "--sslv3", "a": "--append", "B": "--use-ascii", "C": "--continue-at", "l": "--list-only",
        "M": "--manual", "P": "--ftp-port", "Q": "--quote", "t": "--telnet-option", "V": "--version",
        "Y": "--speed-limit",
        "y": "--speed-time", "Z": "--parallel", "z": "--time-cond", "#": "--progress-bar", ":": "--next",
        "p": "--proxytunnel",
    ]

    private static let groups: [(effect: Effect, valued: String, flags: String)] = [
        (
            .request,
            "request header data data-raw data-ascii data-binary data-urlencode json url url-query form form-string "
                + "upload-file max-time user-agent",
            "get head next globoff"
        ),
        (
            .output,
            "output output-dir write-out dump-header stderr trace trace-ascii trace-config cookie-jar etag-save libcurl "
                + "max-filesize create-file-mode parallel-max",
            "silent show-error include show-headers verbose fail fail-with-body fail-early no-buffer remote-name remote-name-all "
                + "remote-header-name remote-time no-progress-meter progress-bar create-dirs trace-time trace-ids styled-output "
                + "parallel parallel-immediate manual help version no-clobber remove-on-error skip-existing xattr list-only"
        ),
        (
            .leftOut("it would have logged in"),
            "user cookie oauth2-bearer aws-sigv4 netrc-file login-options sasl-authzid",
            "netrc netrc-optional basic digest ntlm negotiate anyauth junk-session-cookies"
        ),
        (
            .leftOut("ekoflow finds a proxy in https_proxy and no_proxy"),
            "proxy proxy-user proxy-header noproxy preproxy socks4 socks4a socks5 socks5-hostname proxy1.0 proxy-cert "
                + "proxy-key proxy-cacert proxy-pass haproxy-clientip",
            "proxytunnel proxy-basic proxy-digest proxy-ntlm proxy-negotiate proxy-anyauth proxy-insecure haproxy-protocol"
        ),
        (
            .leftOut("'tls' of the environment says whom to trust"),
            "cacert capath cert key pass cert-type key-type pinnedpubkey ciphers tls13-ciphers tls-max crlfile curves engine ech",
            "insecure tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 ssl-reqd cert-status ca-native ssl-no-revoke "
                + "ssl-allow-beast no-alpn"
        ),
        (
            .leftOut("a send is never repeated; 'retry' of a step tries again if certainly nothing was sent"),
            "retry retry-delay retry-max-time", "retry-all-errors retry-connrefused"
        ),
        (
            .leftOut("a redirect is not followed"), "max-redirs proto-redir",
            "location location-trusted post301 post302 post303 follow"
        ),
        (
            .leftOut("it would have chosen another address for the host"), "resolve connect-to dns-servers doh-url",
            "doh-insecure"
        ),
        (
            .leftOut("it would have chosen how to connect"),
            "interface local-port dns-interface dns-ipv4-addr dns-ipv6-addr happy-eyeballs-timeout-ms keepalive-time "
                + "keepalive-cnt ip-tos vlan-priority ftp-port",
            "ipv4 ipv6 no-keepalive tcp-nodelay tcp-fastopen http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only "
                + "mptcp no-sessionid"
        ),
        (
            .leftOut("'timeout' of a step is for the whole request"),
            "connect-timeout speed-limit speed-time limit-rate rate expect100-timeout", ""
        ),
        (.leftOut("it would have asked for a part of the answer"), "range continue-at", ""),
        (.leftOut("it would have asked only for what has changed"), "time-cond etag-compare", ""),
        (.leftOut("it would have asked for a compressed answer"), "", "compressed tr-encoding compressed-ssh"),
        (.leftOut("it would have sent a header Referer"), "referer", ""),
        (
            .leftOut("it would have read more options from a file"), "config variable", "disable"
        ),
        (
            .leftOut("it is for another protocol, or has no counterpart"),
            "proto proto-default quote telnet-option mail-from mail-rcpt request-target service-name delegation krb",
            "raw path-as-is append use-ascii crlf ignore-content-length disallow-username-in-url form-escape proxy-ssl-auto-client-cert"
        ),
    ]
}

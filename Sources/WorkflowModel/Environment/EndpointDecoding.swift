import HTTP
import Source
import Spelling
import YAML

/// Reads where requests go: `base_url` or `sandbox`.
extension DecodingContext {
    mutating func endpoint(_ mapping: DecodedMapping) -> Environment.Endpoint? {
        switch (mapping["base_url"], mapping["sandbox"]) {
        case (let url?, nil): return address(url).flatMap { baseURL($0) }.map { .baseURL($0) }
        case (nil, let sandbox?):
            if sandbox.value.scalar?.text == "embedded" { return .embeddedSandbox }
            guard sandbox.value.scalar?.text.contains("://") ?? false else { return reject(.notASandbox(sandbox)) }
            return plainText(sandbox).flatMap { sandboxAddress($0) }.map { .sandbox($0) }
        case (_?, let sandbox?):
            return reject(
                .twoEndpoints, "an environment has 'base_url' or 'sandbox', not both", at: sandbox.key.range,
                help: "remove one of them")
        case (nil, nil):
            return reject(
                .missingKey, "the key 'base_url' is missing in an environment",
                at: SourceRange(file: mapping.range.file, at: mapping.range.start),
                help:
                    "base_url: the address of the API, for example https://staging.eko.in/ekoapi/v3; or sandbox: embedded"
            )
        }
    }

    /// The address as written, or in the environment variable that is named.
    private mutating func address(_ entry: YAMLEntry) -> Located<String>? {
        guard entry.value.mapping != nil else { return plainText(entry) }
        guard let mapping = mapping(entry.value, keys: Environment.addressKeys, subject: "'base_url'"),
            let name = mapping["env"].flatMap({ plainText($0) })
        else { return nil }
        guard let address = environmentVariable(name.value), !address.isEmpty else {
            return reject(
                .missingVariable, "the environment variable \(name.value) has no address in it", at: name.range,
                help: "set it to the address of the API, for example https://staging.eko.in/ekoapi/v3")
        }
        return Located(address, at: name.range)
    }

    /// Checks the URL, and removes the slash at its end.
    private mutating func baseURL(_ url: Located<String>) -> Located<String>? {
        if let problem = Diagnostic.secret(inAddress: url) { return reject(problem) }
        let parts = url.value.afterScheme?.split(separator: "/") ?? []
        // The send guards recognise the send endpoint by a request's path. The path must contain all of it, written as
        // a server reads it.
        guard let authority = parts.first, authority.hasFittingPort,
            !parts.dropFirst().contains(where: { [".", ".."].contains($0) || $0.contains(";") })
        else {
            return reject(
                .invalidURL, "'\(url.value)' is not the address of an API", at: url.range,
                help: url.value.withScheme.map { "write \($0)" } ?? "it looks like https://staging.eko.in/ekoapi/v3")
        }
        if parts.dropFirst().last?.lowercased() == "mobile" {
            return reject(
                .invalidURL, "a part of the endpoints' paths is in this address", at: url.range,
                help: "end it after the version, for example https://staging.eko.in/ekoapi/v3")
        }
        if url.value.hasPrefix("http://"), !url.value.isLoopbackAddress {
            return reject(
                .plainHTTP, "requests, and your developer key in them, would be sent without encryption", at: url.range,
                help: "write https://; http:// is for this machine only")
        }
        return url.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// The scheme, host and port of a sandbox. A sandbox's keys are not secret, so plain HTTP to another machine is
    /// allowed. The vendor's hosts are refused: they are not a sandbox.
    private mutating func sandboxAddress(_ url: Located<String>) -> Located<String>? {
        if let problem = Diagnostic.secret(inAddress: url) { return reject(problem) }
        let address = url.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        guard let rest = address.value.afterScheme, !rest.contains("/"), rest.hasFittingPort else {
            return reject(
                .invalidURL, "'\(url.value)' is not the address of a sandbox", at: url.range,
                help: "give a host and a port without a path, for example http://127.0.0.1:7357")
        }
        guard !address.value.isVendorAddress else {
            return reject(
                .vendorAsSandbox, "this is the API itself, not a sandbox: a send there texts a real person",
                at: url.range, help: "write it as 'base_url', with 'credentials'")
        }
        return address
    }
}

extension Environment.Endpoint {
    var isProductionAddress: Bool {
        if case .baseURL(let url) = self { url.value.isProductionAddress } else { false }
    }
}

extension String {
    /// Whether this is the vendor's production host, which is production even if the file does not say so.
    package var isProductionAddress: Bool { fullHost == "api.eko.in" }

    /// The scheme, host and port of a URL.
    package var origin: String {
        guard let scheme = firstRange(of: "://") else { return self }
        return String(self[..<scheme.upperBound] + self[scheme.upperBound...].prefix { $0 != "/" })
    }

    var isLoopbackAddress: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(host) }

    fileprivate var isVendorAddress: Bool { fullHost == "eko.in" || fullHost.hasSuffix(".eko.in") }

    /// The host of a URL in lower case, without its port.
    private var host: String {
        let rest = (afterScheme.map(String.init) ?? self).lowercased()
        if rest.hasPrefix("[") { return String(rest.prefix { $0 != "]" }) + "]" }
        return String(rest.prefix { $0 != "/" && $0 != ":" })
    }

    /// The host without the dot that a fully qualified name may end with.
    private var fullHost: String { host.hasSuffix(".") ? String(host.dropLast()) : host }

    /// An address without its scheme, such as `localhost:7357`, with the scheme; nil if it is something else.
    fileprivate var withScheme: String? {
        guard !contains("://"), contains(":") || contains("."), !hasPrefix("."), !hasPrefix("/") else { return nil }
        let address = (isLoopbackAddress ? "http://" : "https://") + self
        guard let authority = address.afterScheme?.split(separator: "/").first, authority.hasFittingPort else {
            return nil
        }
        return address
    }

    /// The part after the scheme of an HTTP URL with a host and without user, query and fragment; otherwise nil.
    fileprivate var afterScheme: Substring? {
        let rest = ["https://", "http://"].first(where: hasPrefix).map { dropFirst($0.count) }
        guard let rest, let first = rest.first, first != "/",
            !rest.contains(where: { "?#@%\\\"<>^`{|}".contains($0) || $0.isWhitespace }),
            rest.utf8.allSatisfy({ 0x20..<0x7F ~= $0 })
        else { return nil }
        return rest
    }
}

extension Substring {
    /// Whether an authority has no port, or a port from 1 to 65535.
    fileprivate var hasFittingPort: Bool {
        let port = drop { $0 != "]" }.isEmpty ? drop { $0 != ":" } : drop { $0 != "]" }.dropFirst()
        guard let number = port.first == ":" ? port.dropFirst() : nil else { return port.isEmpty }
        return ByteSet.digits.containsAll(of: String(number)) && UInt16(number).map { $0 > 0 } ?? false
    }
}

extension Diagnostic {
    /// Nil if the address has no part that can hold a secret. The message does not repeat the address.
    fileprivate static func secret(inAddress url: Located<String>) -> Diagnostic? {
        let part = url.value.contains("@") ? "user and no password" : url.value.contains("?") ? "query" : nil
        return part.map { part in
            .error(
                .invalidURL, "this address must have no \(part)", at: url.range,
                help: "a key is a reference in 'credentials'; the address ends with its path", hidesSource: true)
        }
    }

    fileprivate static func notASandbox(_ entry: YAMLEntry) -> Diagnostic {
        let isMisspelt = entry.value.scalar.flatMap { closestName(to: $0.text, among: ["embedded"]) } != nil
        return .wrongKind(
            entry, expected: "embedded, or an address, for example http://127.0.0.1:7357",
            help: isMisspelt
                ? "did you mean 'embedded'?"
                : entry.value.scalar?.text.withScheme.map { "write \($0)" }
                    ?? "embedded starts a sandbox for this run; 'ekoflow sandbox' starts one that keeps running")
    }
}

import CertificateFiles
import HTTP
import Testing

@testable import CurlTransport
@testable import EkoSandbox

@Suite("The system's CA certificates are found, or an error says where they were looked for", .timeLimit(.minutes(5)))
struct SystemCertificatesTests {
    private func options(_ places: [String]?) -> ConnectionOptions {
        var options = ConnectionOptions()
        options.certificatePlaces = places
        return options
    }

    @Test("the first place that can be read is taken, and a libcurl that knows a place is not told another")
    func places() {
        #expect(SystemCertificates(options(["/nowhere/a.pem", "/etc/passwd", "/dev/null"])) == .file("/etc/passwd"))
        #expect(SystemCertificates(options(["/nowhere/a.pem"])) == .missing(["/nowhere/a.pem"]))
        switch SystemCertificates(options(nil)) {
        case .knownToLibcurl: break
        case .file(let file): #expect(CertificateFiles.places.contains(file))
        case .missing(let places): #expect(places == CertificateFiles.places)
        }
    }

    @Test("without CA certificates, a request over TLS is not sent; the error names the places and what helps")
    func missing() async throws {
        let transport = CurlTransport(userAgent: "test/1", options: options(["/nowhere/a.pem", "/nowhere/b.pem"]))
        let error = try await #require(throws: TransportError.self) {
            try await transport.send(get("HTTPS://example.invalid:8443/a"), deadline: .seconds(240))
        }
        #expect(error.reason == .tlsFailed && error.delivery == .notSent)
        for part in ["example.invalid:8443", "/nowhere/a.pem, /nowhere/b.pem", "ca_file: FILE", "SSL_CERT_FILE"] {
            #expect(error.message.contains(part), "\(error.message)")
        }
    }

    @Test("what needs no CA certificates of the system is tried without them")
    func unneeded() async throws {
        var options = options(["/nowhere/a.pem"])
        let server = try await FaultServer()
        let plain = CurlTransport(userAgent: "test/1", options: options)
        #expect(try await plain.send(get(server.url), deadline: .seconds(240)).response.status == 200)
        // No check, or a folder of certificates: a connection is tried. Nobody listens at this port.
        let url = "https://127.0.0.1:1/a"
        var unchecked = TLSOptions.standard
        unchecked.checksServer = false
        #expect(try await failure(plain, get(url, unchecked)).contains("no connection to"))
        options.certificateFolder = "/nowhere"
        let folder = CurlTransport(userAgent: "test/1", options: options)
        #expect(try await failure(folder, get(url)).contains("no connection to"))
    }

    private func get(_ url: String, _ tls: TLSOptions = .standard) -> HTTPRequest {
        HTTPRequest(method: "GET", url: url, headers: [], body: nil, tls: tls)
    }

    private func failure(_ transport: CurlTransport, _ request: HTTPRequest) async throws -> String {
        let error = try await #require(throws: TransportError.self) {
            try await transport.send(request, deadline: .seconds(240))
        }
        return error.message
    }
}

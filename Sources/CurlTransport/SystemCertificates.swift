import CLibcurl
import CertificateFiles
import HTTP

/// The system's CA certificates, which are trusted if neither the environment nor `SSL_CERT_FILE` names others.
enum SystemCertificates: Equatable {
    /// libcurl was built for this system, and knows the place.
    case knownToLibcurl
    case file(String)
    /// None of these files can be read.
    case missing([String])

    /// Looks for them only if libcurl does not know a place, or if the options name places.
    init(_ options: ConnectionOptions) {
        guard options.certificatePlaces != nil || !Self.isKnownToLibcurl else {
            self = .knownToLibcurl
            return
        }
        let places = options.certificatePlaces ?? CertificateFiles.places
        self = CertificateFiles.first(of: places).map { .file($0) } ?? .missing(places)
    }

    /// The file that libcurl must be told; nil if it knows the place, or if there is none.
    var file: String? { if case .file(let file) = self { file } else { nil } }

    private static let isKnownToLibcurl: Bool = {
        guard let build = curl_version_info(CURLVERSION_SEVENTH),
            build.pointee.age.rawValue >= CURLVERSION_SEVENTH.rawValue
        else { return true }
        return build.pointee.cainfo != nil || build.pointee.capath != nil
    }()

    /// Why the certificate of the server cannot be verified; nil if there is no certificate, or if it can be tried.
    func problem(with url: String) -> String? {
        guard case .missing(let places) = self, url.prefix(6).lowercased() == "https:" else { return nil }
        return "the certificate of \(RequestURL(url).authority) cannot be verified: no CA certificates were found in "
            + places.joined(separator: ", ")
            + "; install the package ca-certificates, or name a file with 'tls: { ca_file: FILE }' of the environment or with SSL_CERT_FILE"
    }
}

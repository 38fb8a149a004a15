import Foundation
import Testing

@testable import CertificateFiles

@Suite("CA certificates are found where the system keeps them")
struct CertificateFilesTests {
    @Test("the first file that can be read is taken")
    func first() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ekoflow-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = ["a.pem", "b.pem", "c.pem"].map { folder.appending(path: $0).path }
        #expect(CertificateFiles.first(of: paths) == nil)
        for path in paths[1...] { try Data().write(to: URL(fileURLWithPath: path)) }
        #expect(CertificateFiles.first(of: paths) == paths[1])
    }

    @Test("the places are absolute, and each is there once")
    func places() {
        #expect(CertificateFiles.places.allSatisfy { $0.hasPrefix("/etc/") })
        #expect(Set(CertificateFiles.places).count == CertificateFiles.places.count)
    }
}

import CPages

/// The pages of HTML that are parts of the program.
package enum Page {
    /// The page of the HTML report, before anything is inserted.
    package static var report: String { String(decoding: bytes(of: ekoflow_report_page), as: UTF8.self) }

    /// The page that shows the sandbox in a browser, in UTF-8.
    package static var sandbox: [UInt8] { [UInt8](bytes(of: ekoflow_sandbox_page)) }

    private static func bytes(of page: ekoflow_page) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: page.bytes, count: page.count)
    }
}

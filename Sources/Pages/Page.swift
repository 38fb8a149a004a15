import CPages

/// The pages of HTML that are parts of the program.
package enum Page {
    /// The page of the HTML report, before anything is inserted.
    package static var report: String { String(decoding: bytes(of: reportPage), as: UTF8.self) }

    /// The page that shows the sandbox in a browser, in UTF-8.
    package static var sandbox: [UInt8] { [UInt8](bytes(of: sandboxPage)) }

    private static func bytes(of page: CPages.Page) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: page.bytes, count: page.count)
    }
}

import WorkflowReports

extension FuzzSubject {
    /// A journal or a report in JSON, perhaps cut off or of somebody else. What is read is written in every format, and read again it
    /// is the same run.
    static let reports = FuzzSubject(name: "report") { input in
        guard let document = try? ReportDocument.read(input) else { return }
        let json = JSONFormat().text(of: document)
        guard let again = try? ReportDocument.read(Array(json.utf8)) else {
            preconditionFailure("the report in JSON cannot be read")
        }
        for isStrict in [false, true] {
            let junit = JUnitFormat(isStrict: isStrict).text(of: document)
            precondition(JUnitFormat(isStrict: isStrict).text(of: again) == junit, "read again, it is another run")
            precondition(junit.unicodeScalars.allSatisfy(\.isOfXML), "the report is no XML")
        }
        precondition(TAPFormat().text(of: again) == TAPFormat().text(of: document), "read again, it is another run")
        precondition(!HTMLFormat().text(of: document).isEmpty)
        let difference = DocumentDifference(from: document, to: again)
        precondition(
            difference.broken.isEmpty && difference.fixed.isEmpty && difference.added.isEmpty
                && difference.removed.isEmpty, "a run differs from itself")
    }
}

extension Unicode.Scalar {
    /// The characters of XML 1.0, section 2.2.
    var isOfXML: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

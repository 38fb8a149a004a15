import Expressions
import Source
import YAML

/// A value that is the name of a variable as other tools and shells write it, or a reference without `${{ }}`. It would be sent as
/// it is.
extension DecodingContext {
    /// The reference that a text most likely means: `vars.mobile` for itself and for `$mobile`, if there is such a variable.
    func referenceMeant(by text: String) -> String? {
        // Most texts have neither a point nor a sign.
        guard text.utf8.count <= 100, text.utf8.contains(where: Self.isOfReference) else { return nil }
        var name = text.filter { !"$%{}()<>:@".contains($0) }[...]
        let hasSign = name.count < text.count
        while name.first == " " { name.removeFirst() }
        while name.last == " " { name.removeLast() }
        if hasSign, names.vars.contains(String(name)) { return "vars.\(name)" }
        for (root, known) in [("vars.", names.vars), ("case.", names.caseFields ?? [])] where name.hasPrefix(root) {
            if known.contains(String(name.dropFirst(root.count))) { return String(name) }
        }
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 3, parts[0] == "steps", names.steps[parts[1]]?.contains(parts[2]) ?? false else {
            return nil
        }
        return String(name)
    }

    private static func isOfReference(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ":"),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }

    mutating func warnOfBareReference(_ node: YAMLNode) {
        guard let scalar = node.scalar, let reference = referenceMeant(by: scalar.text) else { return }
        report(
            .warning(
                .notAnExpression, "'\(scalar.text)' is a string, not the value of \(reference)", at: node.range,
                help: "write ${{ \(reference) }}"))
    }
}

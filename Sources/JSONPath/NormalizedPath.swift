/// Where a node is in its document, as RFC 9535, section 2.7, writes it: `$['a'][0]`.
package struct NormalizedPath: Sendable {
    /// A segment of the path: a member by its name, or an element by its index from 0.
    enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    private let last: Link?

    /// The path of the root.
    init() {
        last = nil
    }

    private init(last: Link) {
        self.last = last
    }

    /// The steps from the root to the node.
    private var steps: [Step] {
        var steps: [Step] = []
        var link = last
        while let current = link {
            steps.append(current.step)
            link = current.parent
        }
        return steps.reversed()
    }

    func appending(_ step: Step) -> NormalizedPath {
        NormalizedPath(last: Link(step: step, parent: last))
    }
}

/// Paths share their beginnings, so that extending a path costs the same at any depth.
private final class Link: Sendable {
    let step: NormalizedPath.Step
    let parent: Link?

    init(step: NormalizedPath.Step, parent: Link?) {
        self.step = step
        self.parent = parent
    }
}

extension NormalizedPath: CustomStringConvertible {
    package var description: String {
        var text = "$"
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .name(let name):
                text += "['"
                for scalar in name.unicodeScalars { NormalizedPath.append(scalar, to: &text) }
                text += "']"
            }
        }
        return text
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "'": text += "\\'"
        case "\\": text += "\\\\"
        case "\u{8}": text += "\\b"
        case "\t": text += "\\t"
        case "\n": text += "\\n"
        case "\u{C}": text += "\\f"
        case "\r": text += "\\r"
        case "\0"..<" ":
            text += scalar.value < 16 ? "\\u000" : "\\u00"
            text += String(scalar.value, radix: 16)
        default: text.unicodeScalars.append(scalar)
        }
    }
}

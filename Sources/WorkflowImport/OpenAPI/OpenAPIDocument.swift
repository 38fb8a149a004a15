import JSON
import Source

/// An OpenAPI document, in which `$ref` stands for a part of it.
final class OpenAPIDocument {
    let root: JSONValue
    /// The parts of an object, by its pointer: a document has many references into few objects.
    private var parts: [String: [String: JSONValue]] = [:]
    /// How many references could not be followed, because they are to other documents or to nothing.
    private(set) var lostReferences = 0

    init(_ root: JSONValue) { self.root = root }

    /// The value, or what its `$ref` stands for. Nil if that is not in this document, or refers to itself.
    func resolved(_ value: JSONValue?) -> JSONValue? {
        var value = value
        for _ in 0..<8 {
            guard let pointer = value?["$ref"]?.text else { return value }
            value = part(at: pointer)
        }
        lostReferences += 1
        return nil
    }

    /// The part at a JSON pointer in a fragment: `#/components/schemas/User`.
    private func part(at pointer: String) -> JSONValue? {
        guard pointer.hasPrefix("#/"), let slash = pointer.lastIndex(of: "/") else {
            lostReferences += 1
            return nil
        }
        let parent = String(pointer[..<slash])
        let children = parts[parent] ?? children(of: parent)
        parts[parent] = children
        guard let found = children[Self.decoded(pointer[slash...].dropFirst())] else {
            lostReferences += 1
            return nil
        }
        return found
    }

    private func children(of pointer: String) -> [String: JSONValue] {
        var value: JSONValue? = root
        for name in pointer.dropFirst().split(separator: "/") {
            let name = Self.decoded(name)
            value =
                value?.elements.flatMap { elements in
                    Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                } ?? value?[name]
        }
        if let elements = value?.elements {
            return Dictionary(elements.enumerated().map { (String($0.offset), $0.element) }) { $1 }
        }
        return Dictionary((value?.members ?? []).map { ($0.name, $0.value) }) { $1 }
    }

    private static func decoded(_ part: Substring) -> String {
        percentDecoded(part.replacing("+", with: "%2B")).replacing("~1", with: "/").replacing("~0", with: "~")
    }
}

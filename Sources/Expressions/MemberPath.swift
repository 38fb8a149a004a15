import JSON
import Spelling

/// The path of a value in JSON: property names joined by dots, and `[n]` for array elements: `data.items[0].id`.
package struct MemberPath: Sendable, Hashable {
    /// A property by its name, or an element by its index.
    package enum Segment: Sendable, Hashable {
        case member(String)
        /// Counted from 0, or from the end if negative.
        case index(Int)

        /// The property's name; nil for an element.
        package var name: String? {
            if case .member(let name) = self { name } else { nil }
        }
    }

    package let segments: [Segment]

    package init(segments: [Segment]) {
        self.segments = segments
    }

    /// The path as written.
    package var text: String {
        var text = ""
        for segment in segments {
            switch segment {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// Why a string is not a path, for messages.
    package struct ParseError: Error {
        package let message: String
    }

    package init(parsing text: String) throws(ParseError) {
        var segments: [Segment] = []
        // By bytes: a path is read for each expectation.
        let bytes = Array(text.utf8)
        var index = 0
        func string(_ part: Range<Int>) -> String { String(decoding: bytes[part], as: UTF8.self) }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "[") {
                guard let close = bytes[index...].firstIndex(of: UInt8(ascii: "]")) else {
                    throw ParseError(message: "'[' without its ']'")
                }
                let digits = string(index + 1..<close)
                guard let element = Int(digits), digits.first != "+" else {
                    throw ParseError(message: "'[\(digits)]' is not an index; for example [0]")
                }
                segments.append(.index(element))
                index = close + 1
                guard index < bytes.count, bytes[index] != UInt8(ascii: "[") else { continue }
                guard bytes[index] == UInt8(ascii: ".") else { throw ParseError(message: "a '.' is missing after ']'") }
                index += 1
            }
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "."), bytes[index] != UInt8(ascii: "[") {
                guard bytes[index] != UInt8(ascii: "]") else { throw ParseError(message: "']' without its '['") }
                index += 1
            }
            guard index > start else { throw ParseError(message: "a name is missing in the path") }
            segments.append(.member(string(start..<index)))
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                if index == bytes.count { throw ParseError(message: "a name is missing after the '.'") }
            }
        }
        self.segments = segments
    }

    /// What an object has instead of a member; with the member that was most likely meant.
    private static func members(of object: JSONObject, insteadOf name: String, _ place: String) -> String {
        guard object.count > 0 else { return "\(place) has no properties" }
        let names = object.members.map(\.name)
        let closest = name.count < 3 ? nil : closestName(to: name, among: names.prefix(1_000))
        let advice = closest.map { "; did you mean '\($0)'?" } ?? ""
        let rest = names.count > 12 ? ", … \(names.count - 12) more" : ""
        return "\(place) has: \(names.prefix(12).joined(separator: ", "))\(rest)\(advice)"
    }

    /// The value at this path; nil if there is none.
    package func value(in body: JSONValue) -> JSONValue? {
        resolve(in: body).value
    }

    /// The value, or a message that says where the path ends and why.
    package func resolve(in body: JSONValue) -> (value: JSONValue?, obstacle: String?) {
        var current = body
        var walked: [Segment] = []
        for segment in segments {
            let place = walked.isEmpty ? "the body" : MemberPath(segments: walked).text
            switch (segment, current) {
            case (.member(let name), .object(let object)):
                guard let value = object[name] else {
                    if let query = queryForPoints(after: walked, in: object) {
                        return (nil, "\(place) has a name with a point in it: write \(query)")
                    }
                    return (nil, Self.members(of: object, insteadOf: name, place))
                }
                current = value
            case (.index(let index), .array(let elements)):
                let position = index < 0 ? elements.count + index : index
                guard elements.indices.contains(position) else {
                    return (nil, "\(place) has \(elements.count) elements")
                }
                current = elements[position]
            default:
                return (nil, "\(place) is \(current.typeNameWithArticle)")
            }
            walked.append(segment)
        }
        return (current, nil)
    }

    /// For `a.b`, if the object at `walked` has a member `a.b`: the JSONPath that selects it.
    private func queryForPoints(after walked: [Segment], in object: JSONObject) -> String? {
        let rest = segments.dropFirst(walked.count)
        for count in stride(from: rest.count, to: 1, by: -1) {
            let name = MemberPath(segments: Array(rest.prefix(count))).text
            guard object[name] != nil, !name.contains("'"), !name.contains("\\") else { continue }
            let start = walked.isEmpty ? "$" : "$.\(MemberPath(segments: walked).text)"
            let end = MemberPath(segments: Array(rest.dropFirst(count))).text
            return "\(start)['\(name)']\(end.isEmpty || end.hasPrefix("[") ? "" : ".")\(end)"
        }
        return nil
    }
}

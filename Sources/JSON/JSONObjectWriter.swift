/// Writes one JSON object as text, member by member, without building a `JSONValue`: for output of every step.
package struct JSONObjectWriter: ~Copyable, Sendable {
    private var text: TextBuffer

    /// `capacity` is the expected size in bytes.
    package init(capacity: Int = 256) {
        text = TextBuffer(capacity: capacity)
        text.append(UInt8(ascii: "{"))
    }

    /// Adds a string member.
    package mutating func add(_ name: String, _ value: String) {
        addName(name)
        text.appendQuoted(value)
    }

    /// Adds a whole number member.
    package mutating func add(_ name: String, _ value: Int) {
        addName(name)
        text.append(value)
    }

    /// Adds a member of any type.
    package mutating func add(_ name: String, _ value: JSONValue) {
        addName(name)
        value.append(to: &text)
    }

    /// Adds a number with at most three decimals.
    package mutating func add(_ name: String, thousandths: Int) {
        addName(name)
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        text.append(whole)
        guard rest > 0 else { return }
        text.append(UInt8(ascii: "."))
        text.append(threeDigits: rest)
    }

    /// Adds a value that is already JSON text.
    package mutating func add(_ name: String, json: String) {
        addName(name)
        text.append(json)
    }

    /// Adds an object; `write` adds its members.
    package mutating func add(_ name: String, _ write: (inout JSONObjectWriter) -> Void) {
        addName(name)
        addObject(write)
    }

    /// Adds a list of objects; `write` adds the members of one.
    package mutating func add<Element>(
        _ name: String, objects elements: [Element], _ write: (Element, inout JSONObjectWriter) -> Void
    ) {
        addList(name, elements) { element, writer in writer.addObject { write(element, &$0) } }
    }

    /// Adds a list of pairs of strings.
    package mutating func add<Element>(_ name: String, pairs: [Element], _ pair: (Element) -> (String, String)) {
        addList(name, pairs) { element, writer in
            let (first, second) = pair(element)
            writer.text.append(UInt8(ascii: "["))
            writer.text.appendQuoted(first)
            writer.text.append(UInt8(ascii: ","))
            writer.text.appendQuoted(second)
            writer.text.append(UInt8(ascii: "]"))
        }
    }

    /// Adds a list of strings.
    package mutating func add(_ name: String, _ texts: [String]) {
        addList(name, texts) { text, writer in writer.text.appendQuoted(text) }
    }

    private mutating func addList<Element>(
        _ name: String, _ elements: [Element], _ append: (Element, inout JSONObjectWriter) -> Void
    ) {
        addName(name)
        text.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            append(elements[index], &self)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func addObject(_ write: (inout JSONObjectWriter) -> Void) {
        text.append(UInt8(ascii: "{"))
        write(&self)
        text.append(UInt8(ascii: "}"))
    }

    /// Ends the object, and returns its text.
    package consuming func finished() -> String { finishedText().string }

    /// Ends the object, and returns its text.
    package consuming func finishedText() -> TextBuffer {
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// The text so far, with the last value open: a list whose elements follow.
    package consuming func unfinished() -> String { text.string }

    private mutating func addName(_ name: String) {
        // A brace at the end has just been opened.
        if text.last != UInt8(ascii: "{") { text.append(UInt8(ascii: ",")) }
        text.appendQuoted(name)
        text.append(UInt8(ascii: ":"))
    }
}

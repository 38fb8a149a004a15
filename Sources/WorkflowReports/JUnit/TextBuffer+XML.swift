import JSON
import Times

/// Parts of XML. The names are written as they are; only values are escaped.
extension TextBuffer {
    mutating func append(_ name: String, attribute value: String) {
        appendStart(ofAttribute: name)
        XMLText.append(value, isAttribute: true, to: &self)
        append(UInt8(ascii: "\""))
    }

    mutating func append(_ name: String, number: Int) {
        appendStart(ofAttribute: name)
        append(number)
        append(UInt8(ascii: "\""))
    }

    /// In seconds with three decimals.
    mutating func append(_ name: String, seconds duration: Duration) {
        let (seconds, rest) = Int(duration.milliseconds.rounded()).quotientAndRemainder(dividingBy: 1_000)
        appendStart(ofAttribute: name)
        append(seconds)
        append(UInt8(ascii: "."))
        append(threeDigits: rest)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendStart(ofAttribute name: String) {
        append(UInt8(ascii: " "))
        append(name)
        append("=\"")
    }

    /// A line with a property. A number follows its name, if there is one. An empty property is left out.
    mutating func append(property name: String, _ number: Int? = nil, value: String, mayBeEmpty: Bool = false) {
        guard mayBeEmpty || !value.isEmpty else { return }
        append("      <property name=\"")
        append(name)
        if let number {
            append(UInt8(ascii: "_"))
            append(number)
        }
        append(UInt8(ascii: "\""))
        append("value", attribute: value)
        append("/>\n")
    }
}

extension String {
    /// The text with the digits 0 to 9, if it has digits of another script, such as Devanagari; nil if it has none.
    var withASCIIDigits: String? {
        guard unicodeScalars.contains(where: { !$0.isASCII && $0.digit != nil }) else { return nil }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if let digit = scalar.digit { text += String(digit) } else { text.unicodeScalars.append(scalar) }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var digit: Int? {
        properties.generalCategory == .decimalNumber ? properties.numericValue.map { Int($0) } : nil
    }
}

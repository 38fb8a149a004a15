/// A property of a value, as many fields read it: a stored one is read where it stands in memory, because following a key path
/// takes many times as long.
struct Property<Object, Value>: Sendable {
    private let path: KeyPath<Object, Value> & Sendable
    /// From the start of the object, in bytes; nil if the property is computed.
    private let offset: Int?

    init(_ path: KeyPath<Object, Value> & Sendable) {
        self.path = path
        offset = MemoryLayout<Object>.offset(of: path)
    }

    func value(in object: UnsafePointer<Object>) -> Value {
        guard let offset else { return object.pointee[keyPath: path] }
        return UnsafeRawPointer(object).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
    }
}

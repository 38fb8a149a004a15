/// An unknown keyword, which has no effect, with the keyword that the author most likely means.
package struct MisspeltKeyword: Sendable, Equatable {
    package let location: SchemaLocation
    package let keyword: String
    package let suggestion: String
}

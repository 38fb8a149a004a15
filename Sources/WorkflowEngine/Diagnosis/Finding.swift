/// One thing that was looked at for an environment, and whether it is in order. All of it is for people.
package struct Finding: Sendable {
    package let isGood: Bool
    package let subject: String
    package let message: String

    package init(_ isGood: Bool, _ subject: String, _ message: String) {
        self.isGood = isGood
        self.subject = subject
        self.message = message
    }
}

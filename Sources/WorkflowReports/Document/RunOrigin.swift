/// Where a run comes from, for people who read its report: what was typed, and which CI job did it.
package struct RunOrigin: Sendable {
    package var command: String?
    package var commit: String?
    package var job: String?

    package init() {}
}

import HTTP
import Times
import WorkflowModel

/// Possible reasons for a 403, most likely first. The API answers the same for all of them.
struct ForbiddenExplanation {
    let response: HTTPResponse
    let environment: TargetEnvironment
    let signing: SigningChanges?
    let now: Timestamp

    /// For people, in one line.
    var text: String {
        if let reason = response.header("x-sandbox-reason") { return "the sandbox says why: \(reason)" }
        if signing != nil { return "the step signs wrongly on purpose" }
        let clock = ClockComparison(response, at: now)
        if let clock, clock.isOff {
            return
                "this machine's clock is \(clock.text) (Date: \(clock.date)), and a signature must have the right time"
        }
        let keys = environment.isProduction ? "the keys belong to staging" : "the keys belong to production"
        let suspects = [
            "the public IP address of this machine is not allow-listed for the key",
            "the key is not active for '\(environment.name)'", keys,
        ]
        let right = clock.map { "; the clock is \($0.text)" } ?? ""
        return
            "suspect in this order: \(suspects.joined(separator: "; "))\(right). 'ekoflow doctor --env \(environment.name)' checks more"
    }
}

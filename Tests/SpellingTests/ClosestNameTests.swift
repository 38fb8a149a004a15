import Spelling
import Testing

@Suite("The name that was meant is found")
struct ClosestNameTests {
    @Test(
        "the nearest name is suggested, and none where none is near",
        arguments: [
            ("bodu", "body"), ("exepct", "expect"), ("STEPS", "steps"), ("xyz", nil), ("b", nil),
            ("maxSends", "max_sends"), ("max-sends", "max_sends"),
        ])
    func closest(_ name: String, _ expected: String?) {
        #expect(closestName(to: name, among: ["body", "expect", "steps", "max_sends"]) == expected)
    }
}

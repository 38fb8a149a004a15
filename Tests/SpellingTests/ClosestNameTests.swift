import Spelling
import Testing

@Suite("Suggestions for misspelled names")
struct ClosestNameTests {
    @Test(
        "the closest name is suggested, if one is close enough",
        arguments: [
            ("bodu", "body"), ("exepct", "expect"), ("STEPS", "steps"), ("xyz", nil), ("b", nil),
            ("maxSends", "max_sends"), ("max-sends", "max_sends"),
        ])
    func closest(_ name: String, _ expected: String?) {
        #expect(closestName(to: name, among: ["body", "expect", "steps", "max_sends"]) == expected)
    }
}

import Testing
import Times

@testable import WorkflowReports

@Suite("Times that follow each other")
struct TimeTextTests {
    @Test("a time is written as anywhere else, whatever time was written before")
    func times() {
        let texts = TimeText()
        let times: [Int64] = [
            0, 7, 999, 1_000, 1_795_988_703_769, 1_795_988_703_001, 1_795_988_704_050, -1, -1_000, -1_001,
        ]
        for time in times.map(Timestamp.init(milliseconds:)) {
            #expect(texts.rfc3339(time) == time.rfc3339)
            #expect(texts.dateAndTime(time) == time.dateAndTime)
        }
    }
}

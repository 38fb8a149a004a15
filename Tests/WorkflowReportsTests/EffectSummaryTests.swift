import Testing
import WorkflowModel

@testable import WorkflowReports

@Suite("What a run did, in words")
struct EffectSummaryTests {
    /// A step with an effect, `count` times.
    private func counts(_ steps: [(kinds: [String], outcome: ReportEffect.Outcome, amount: Int?, onSandbox: Bool)])
        -> ReportCounts
    {
        var counts = ReportCounts()
        for step in steps {
            var testcase = ReportTestcase()
            testcase.effect = ReportEffect(
                kinds: step.kinds, outcome: step.outcome, amount: step.amount.map { Rupees(paise: $0 * 100) })
            if step.kinds.contains("texts") {
                testcase.sms = [.happened: .sent, .unknown: .unknown, .didNotHappen: ReportTestcase.SMS.none][
                    step.outcome]!
            }
            counts.add(testcase, onSandbox: step.onSandbox)
        }
        return counts
    }

    @Test("SMS to a sandbox are marked, and only these")
    func sms() {
        func text(sent: Int, unknown: Int, onSandbox: Int) -> String {
            let steps = (0..<sent + unknown).map { index in
                (["texts"], index < sent ? ReportEffect.Outcome.happened : .unknown, nil as Int?, index < onSandbox)
            }
            return counts(steps).effects.text(.plain)
        }
        #expect(text(sent: 0, unknown: 0, onSandbox: 0) == "0 SMS sent")
        #expect(text(sent: 2, unknown: 1, onSandbox: 0) == "2 SMS sent, 1 may have been sent")
        #expect(
            text(sent: 2, unknown: 1, onSandbox: 3)
                == "2 SMS sent, 1 may have been sent (sandbox: nobody was texted)")
        #expect(text(sent: 3, unknown: 0, onSandbox: 2) == "3 SMS sent (2 of them on a sandbox)")
    }

    @Test("transfers are counted with what they moved, and priced calls too; what did not happen is not")
    func others() {
        let counts = counts([
            (["moves_money"], .happened, 5_000, false), (["moves_money"], .happened, 1, false),
            (["moves_money"], .unknown, 70, false), (["moves_money"], .didNotHappen, 900, false),
            (["priced"], .happened, nil, false), (["priced"], .didNotHappen, nil, false),
            (["changes"], .happened, nil, false), (["changes"], .unknown, nil, false),
        ])
        #expect(
            counts.effects.text(.plain)
                == "0 SMS sent, 2 transfers of ₹5001 together, 1 transfer of ₹70 may have been made, 1 priced call, 1 change may have been made"
        )
        #expect(counts.effectsOnSandbox == 0)
    }

    @Test("on a sandbox, nothing of it is real")
    func sandbox() {
        let counts = counts([(["moves_money"], .happened, 10, true), (["texts"], .happened, nil, true)])
        #expect(
            counts.effects.text(.plain) == "1 SMS sent, 1 transfer of ₹10 (sandbox: nothing of it is real)")
    }
}

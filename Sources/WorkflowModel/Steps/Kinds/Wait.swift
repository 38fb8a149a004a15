extension StepKind {
    package static let wait = StepKind(
        name: "wait", shape: .duration, summary: "waits, for example 2s", options: []
    ) { entry, _, context in
        context.duration(entry).map { .wait($0) }
    }
}

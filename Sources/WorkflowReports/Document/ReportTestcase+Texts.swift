extension ReportTestcase {
    /// Replaces the texts that can have something of an exchange, apart from the recorded exchange. Names, places, and what is expected
    /// are written in the files.
    mutating func replaceTexts(_ replaced: (String) -> String) {
        verdict.replaceTexts(replaced)
        for index in earlierAttempts.indices {
            earlierAttempts[index].verdict.replaceTexts(replaced)
            earlierAttempts[index].request?.replaceTexts(replaced)
        }
        request?.replaceTexts(replaced)
        for index in failures.indices {
            failures[index].subject = replaced(failures[index].subject)
            failures[index].expected = replaced(failures[index].expected)
            failures[index].actual = replaced(failures[index].actual)
        }
        warnings = warnings.map(replaced)
    }
}

extension ReportTestcase.Verdict {
    fileprivate mutating func replaceTexts(_ replaced: (String) -> String) {
        switch self {
        case .passed: break
        case .failure(let problems): self = .failure(problems.map { $0.replacingTexts(replaced) })
        case .error(let type, let problems): self = .error(type: type, problems.map { $0.replacingTexts(replaced) })
        case .skipped(let reason): self = .skipped(reason: replaced(reason))
        }
    }
}

extension ReportRequest {
    fileprivate mutating func replaceTexts(_ replaced: (String) -> String) {
        path = replaced(path)
        reference = reference.map(replaced)
    }
}

extension Problem {
    fileprivate func replacingTexts(_ replaced: (String) -> String) -> Problem {
        Problem(
            kind, id: id, replaced(headline),
            parts: parts.map { part in
                switch part {
                case .excerpt(var excerpt):
                    excerpt.text = replaced(excerpt.text)
                    for index in excerpt.labels.indices {
                        excerpt.labels[index].text = replaced(excerpt.labels[index].text)
                    }
                    return .excerpt(excerpt)
                case .place: return part
                case .help(let text): return .help(replaced(text))
                case .note(let text): return .note(replaced(text))
                case .lines(let text): return .lines(replaced(text))
                }
            })
    }
}

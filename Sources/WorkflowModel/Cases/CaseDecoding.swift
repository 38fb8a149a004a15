import Expressions
import JSON
import Source
import Spelling
import YAML

extension DecodingContext {
    static let caseFileKeys = [
        KeySpec("csv", .text, "a CSV file with a header; every cell is a string, kept as written"),
        KeySpec("json", .text, "a JSON file with a list of objects"),
        KeySpec(
            "types", .open(.choice(DeclaredType.words)),
            "with 'csv': columns that are not strings, for example { status: number }"),
    ]
    static let caseFileSources = ["csv", "json"]

    /// Reads `cases`: a list of rows, or a file with the rows. Expressions may then use the fields of all rows.
    mutating func cases(_ entry: YAMLEntry) -> TestCases {
        names.place = .cases
        defer { names.place = .beforeSteps }
        let problems = diagnostics.count
        var rows = TestCases()
        switch entry.value.content {
        case .sequence(let nodes):
            if nodes.isEmpty {
                report(
                    .noCases, "'cases' has no case, so nothing would be tested", at: entry.value.range,
                    help: "remove it")
            }
            for (index, node) in nodes.enumerated() { addRow(node, number: index + 1, to: &rows) }
        case .mapping: rows = rowsOfFile(entry)
        case .scalar:
            report(
                .wrongKind(
                    entry, expected: "a list of cases, { csv: FILE } or { json: FILE }",
                    help: entry.value.scalar.flatMap { scalar in
                        ["csv", "json"].first { scalar.text.hasSuffix(".\($0)") }.map {
                            "write { \($0): \(scalar.text) }"
                        }
                    }))
        }
        names.hasUnknownCases = diagnostics.count > problems
        names.caseFields = rows.fieldNames
        reportDuplicates(rows)
        rows.numberAlike()
        return rows
    }

    private mutating func addRow(_ node: YAMLNode, number: Int, to rows: inout TestCases) {
        guard let entries = node.mapping else {
            report(.wrongKind(node, expected: "a case: a mapping of names and values"))
            return
        }
        if entries.isEmpty { report(.emptyCase, "this case has no fields", at: node.range) }
        let fields = entries.compactMap { entry -> (name: String, value: ValueTemplate)? in
            guard isIdentifier(entry.key.value) else { return reject(.invalidID(entry.key)) }
            if entry.key.value == TestCase.nameField {
                return plainText(entry).map { (entry.key.value, .literal(.string($0.value))) }
            }
            return (entry.key.value, openValue(entry.value))
        }
        rows.append(number: number, names: fields.map(\.name), values: fields.map(\.value), at: node.range)
    }

    private mutating func rowsOfFile(_ entry: YAMLEntry) -> TestCases {
        let problems = diagnostics.count
        let names = Self.caseFileKeys.map(\.name)
        if let entries = entry.value.mapping, entries.count > 1,
            entries.allSatisfy({ likelyKey($0.key.value, among: names) == nil })
        {
            return reject(
                .wrongKind(
                    entry, expected: "a list of cases, { csv: FILE } or { json: FILE }",
                    help: "put '- ' before each case"))
                ?? TestCases()
        }
        guard let mapping = mapping(entry.value, keys: Self.caseFileKeys, subject: "'cases'") else {
            return TestCases()
        }
        let sources = mapping.all.filter { Self.caseFileSources.contains($0.key.value) }
        let types = mapping["types"].map { columnTypes($0) } ?? [:]
        if let entry = mapping["types"], mapping["csv"] == nil {
            report(
                .meaninglessKey, "'types' has no meaning without 'csv'", at: entry.key.range,
                help: "a JSON file has types of its own")
        }
        guard sources.count == 1, let source = sources.first, diagnostics.count == problems else {
            if diagnostics.count == problems {
                report(
                    .wrongType, "'cases' takes one file", at: entry.key.range,
                    help: "write { csv: FILE } or { json: FILE }")
            }
            return TestCases()
        }
        guard let path = plainText(source), let links else { return TestCases() }
        do {
            let file = try links.read(path)
            let rows = try source.key.value == "csv" ? csvRows(file, types) : jsonRows(file)
            if rows.isEmpty {
                report(.noCases, "\(file.path) has no cases, so nothing would be tested", at: path.range)
            }
            return rows
        } catch {
            report(error)
            return TestCases()
        }
    }

    private mutating func columnTypes(_ entry: YAMLEntry) -> [String: Located<DeclaredType>] {
        var types: [String: Located<DeclaredType>] = [:]
        for column in openMapping(entry, of: "columns and their types") {
            if let word = choice(column, of: DeclaredType.words, others: DeclaredType.foreignWords),
                let type = DeclaredType(rawValue: word)
            {
                types[column.key.value] = Located(type, at: column.key.range)
            }
        }
        return types
    }

    private mutating func csvRows(
        _ file: SourceFile, _ types: [String: Located<DeclaredType>]
    ) throws(Diagnostic) -> TestCases {
        if file.text.starts(with: "PK\u{3}\u{4}".utf8) {
            throw .error(
                .invalidCSV, "this is a workbook, not a CSV file", at: SourceRange(file: file, at: .start),
                help: "save it as CSV UTF-8", hidesSource: true)
        }
        var table = try CSVTable(parsing: file)
        var seen: Set<String> = []
        for name in table.header {
            guard isIdentifier(name.value) else { throw .invalidColumn(name) }
            guard seen.insert(name.value).inserted else {
                throw .error(.duplicateColumn, "two columns are named '\(name.value)'", at: name.range)
            }
        }
        for (name, type) in types.sorted(by: { $0.key < $1.key }) where !seen.contains(name) {
            throw .undefinedColumn(name, known: table.header.map(\.value), at: type.range)
        }
        var cases = TestCases()
        var isTold = false
        let names = table.header.map(\.value)
        while let row = try table.next() {
            var values: [ValueTemplate] = []
            for (name, cell) in zip(names, row) {
                values.append(try .literal(value(of: cell, in: name, types)))
                if !isTold, let opening = JSONValue.string(cell.value).expressionLookAlike {
                    isTold = true
                    report(.expressionAsText(opening, in: "this cell", at: cell.range))
                }
            }
            let range = row.first?.range ?? SourceRange(file: file, at: .start)
            cases.append(names: names, values: values, at: range)
        }
        return cases
    }

    private func value(
        of cell: Located<String>, in column: String, _ types: [String: Located<DeclaredType>]
    ) throws(Diagnostic) -> JSONValue {
        guard let type = types[column] else { return .string(cell.value) }
        guard let value = type.value.value(of: .string(cell.value)) else {
            throw .error(
                .wrongType, "'\(cell.value)' is not \(type.value.words)",
                at: cell.range.isEmpty ? SourceRange(file: cell.range.file, at: cell.range.start) : cell.range,
                notes: [Diagnostic.Note("the column '\(column)' is declared here", at: type.range)])
        }
        return value
    }

    private mutating func jsonRows(_ file: SourceFile) throws(Diagnostic) -> TestCases {
        let place = SourceRange(file: file, at: .start)
        let document: JSONValue
        do {
            document = try parseJSON(file.text)
        } catch {
            let position = file.position(atOffset: error.offset)
            throw .error(.invalidJSON, error.problem, at: SourceRange(file: file, at: position))
        }
        guard case .array(let elements) = document else {
            throw .error(
                .invalidCases, "expected a list of objects, found \(document.typeNameWithArticle)", at: place)
        }
        var cases = TestCases()
        var isTold = false
        for element in elements {
            let number = cases.count + 1
            guard case .object(let object) = element else {
                throw .error(
                    .invalidCases, "case \(number) is \(element.typeNameWithArticle), expected an object", at: place)
            }
            if object.members.isEmpty { throw .error(.emptyCase, "case \(number) has no fields", at: place) }
            if let name = element.duplicateName {
                throw .duplicateMember(name, case: number, in: file)
            }
            if let opening = element.expressionLookAlike, !isTold {
                isTold = true
                report(.expressionAsText(opening, in: "case \(number)", at: place))
            }
            if let name = object.members.first(where: { !isIdentifier($0.name) })?.name {
                throw .invalidID(Located(name, at: place))
            }
            cases.append(
                names: object.members.map(\.name), values: object.members.map { .literal($0.value) }, at: place)
        }
        return cases
    }

    /// Reports two cases with the same title: reports identify a case by its title.
    private mutating func reportDuplicates(_ rows: TestCases) {
        var places: [String: Int32] = [:]
        for (index, row) in rows.enumerated() {
            guard let first = places[row.title] else {
                places[row.title] = Int32(index)
                continue
            }
            report(
                .duplicateCase, "two cases are named '\(row.title)'", at: row.range,
                help: "give each case a different '\(TestCase.nameField)'",
                notes: [Diagnostic.Note("the first is here", at: rows[Int(first)].range)])
        }
    }
}

extension JSONValue {
    /// A name that an object in it has more than once; nil if there is none.
    fileprivate var duplicateName: String? {
        switch self {
        case .null, .bool, .number, .string: nil
        case .array(let elements): elements.firstResult(\.duplicateName)
        case .object(let object):
            object.duplicateNames.first ?? object.members.firstResult(\.value.duplicateName)
        }
    }
}

extension Diagnostic {
    fileprivate static func duplicateMember(_ name: String, case number: Int, in file: SourceFile) -> Diagnostic {
        // JSON is YAML, whose parser knows places.
        let place = parseYAML(file).diagnostics.first { $0.id == .duplicateKey }?.range
        return .error(
            .duplicateKey, "case \(number) has the field '\(name)' more than once",
            at: place ?? SourceRange(file: file, at: .start), help: "remove all but one")
    }

    fileprivate static func undefinedColumn(_ name: String, known: [String], at range: SourceRange) -> Diagnostic {
        .error(
            .undefinedCaseField, "the file has no column '\(name)'", at: range,
            help: closestName(to: name, among: known).map { "did you mean '\($0)'?" },
            notes: [Note("its columns: \(known.joined(separator: ", "))")])
    }

    fileprivate static func invalidColumn(_ name: Located<String>) -> Diagnostic {
        let words = name.value.split(separator: " ").joined(separator: "_").lowercased()
        return .error(
            .invalidName,
            name.value.isEmpty ? "a column without a name" : "'\(name.value)' cannot be the name of a column",
            at: name.range.isEmpty ? SourceRange(file: name.range.file, at: name.range.start) : name.range,
            help: name.value.isEmpty
                ? "remove the comma, or name the column"
                : isIdentifier(words) ? "write \(words)" : "use letters, digits, '_' and '-', starting with a letter")
    }
}

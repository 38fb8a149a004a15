import JSON
import Source
import WorkflowModel

/// Makes a workflow from requests to one address.
struct WorkflowComposer {
    let title: String
    /// The tool's name for the first line: `curl` or `Postman`.
    let source: String
    let address: ServiceAddress
    /// Where a file of the other tool is, as seen from the workflow; nil if it is not in the workspace.
    let locate: (String) -> String?
    /// The environments found so far. An import of several workflows passes them on to the next composer.
    var environments: EnvironmentCollector

    var values: ValueComposer
    private var remarks = RemarkList()
    /// The names of headers that are left out because they change nothing.
    private var harmlessHeaders: [String] = []

    init(
        title: String, source: String, values: KnownValues, address: ServiceAddress, environments: EnvironmentCollector,
        locate: @escaping (String) -> String?
    ) {
        self.title = title
        self.source = source
        self.values = ValueComposer(known: values)
        self.address = address
        self.locate = locate
        self.environments = environments
        if address.isKnown { self.environments.add(address) }
    }

    /// The workflow, and the remarks about it: first those that are given.
    mutating func compose(_ requests: [PlacedRequest], remarks given: [String]) -> ImportedWorkflow {
        let steps = requests.enumerated().map { index, request in step(request, number: index + 1) }
        var text = "# yaml-language-server: $schema=../schemas/workflow.json\n# From \(source).\n"
        let environment = environments.name(of: address)
        text += "name: \(yamlText(title))\nenvironment: \(environment ?? "sandbox")\n"
        let (variables, problems) = values.lines()
        if !variables.isEmpty { text += "vars:\n" + variables.map { "  \($0)\n" }.joined() }
        text += "\nsteps:\n"
        var line = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        for step in steps {
            for (todo, offset) in step.unfinished {
                remarks.add("\(todo): see line \(line + offset)", about: step.name)
            }
            line += step.lines.count + 1
        }
        text += steps.map(\.text).joined(separator: "\n")
        var all = given
        if environment == nil { all.append(remarkOnAddress) }
        if !harmlessHeaders.isEmpty {
            all.append("headers that change nothing here are left out: \(harmlessHeaders.joined(separator: ", "))")
        }
        return ImportedWorkflow(text: text, fileName: fileName(title), remarks: all + remarks.lines + problems)
    }

    private var remarkOnAddress: String {
        let end = address.basePath.isEmpty ? "" : ", which ends with \(address.basePath)"
        return
            "the host of these requests is not known: the workflow runs in the sandbox, until 'environment' names an "
            + "environment with their base_url\(end)"
    }

    // MARK: Steps

    /// A step's lines, and which of them are comments about what is left to do.
    private struct Step {
        let name: String
        var lines: [String] = []
        var unfinished: [(text: String, offset: Int)] = []

        var text: String {
            lines.enumerated().map { "  \($0.offset == 0 ? "-" : " ") \($0.element)\n" }.joined()
        }
    }

    private mutating func step(_ placed: PlacedRequest, number: Int) -> Step {
        var request = placed.request
        if request.name.trimmed.isEmpty || request.name.looksSecret || request.name.holdsKey() {
            request.name = "request \(number)"
        }
        request.query = queryParameters(placed.url.query) + request.query
        if placed.url.hadUser { request.remark("the user and the password in its address are left out") }
        resolveBody(&request)
        // A step of its own kind sends a JSON object.
        let kind = request.contentTypeToState == nil && request.hasNamedValues ? placed.kind : nil
        let id = "\(kind?.name ?? "call")_\(number)"
        var step = Step(name: request.name)
        if !request.captures.isEmpty { step.lines.append("id: \(id)") }
        step.lines.append("name: \(yamlText(request.name))")
        if let kind {
            step.lines += documented(kind, &request)
        } else {
            step.lines += call(placed, &request)
        }
        if let timeout = request.timeout { step.lines.append("timeout: \(timeout)") }
        step.lines += expectation(&request, isDocumented: kind != nil || placed.operation != nil)
        step.lines += capture(&request, id: id)
        for todo in request.unfinished {
            step.unfinished.append((todo, step.lines.count))
            step.lines.append("# TODO: \(todo)")
        }
        step.lines += request.todos.map { "# TODO: \($0)" }
        for remark in request.remarks { remarks.add(remark, about: request.name) }
        return step
    }

    /// The headers that a step keeps. The others are remarked on.
    mutating func keptHeaders(_ request: inout ForeignRequest, keepsOthers: Bool) -> [(name: String, value: String)] {
        let sorting = HeaderSorting(host: address.origin.hostOfOrigin)
        return request.headers.filter { header in
            switch sorting.fate(of: header.name, header.value) {
            case .kept where keepsOthers: return true
            case .kept: leave(header.name, "the API's own requests have no others", &request)
            case .sentAnyway: break
            case .harmless:
                let isNew = !harmlessHeaders.contains { $0.lowercased() == header.name.lowercased() }
                if isNew { harmlessHeaders.append(header.name) }
            case .leftOut(let reason): leave(header.name, reason, &request)
            }
            return false
        }
    }

    private func leave(_ header: String, _ reason: String, _ request: inout ForeignRequest) {
        request.remark("a header is left out, \(header.nameForRemark): \(reason)")
    }

    /// Keeps the first value for each name, because a mapping has each name once. Skips invalid names.
    func unique<Value>(
        _ entries: [(name: String, value: Value)], _ request: inout ForeignRequest
    ) -> [(name: String, value: Value)] {
        var names: Set<String> = []
        return entries.filter { entry in
            if entry.name.isEmpty { return false }
            guard entry.name.utf8.count <= 60, entry.name.utf8.allSatisfy(\.isNameByte) else {
                request.remark("a value is left out: its name has characters that are not allowed in names")
                return false
            }
            if names.insert(entry.name).inserted { return true }
            request.remark("of several \(entry.name.nameForRemark), the first is kept")
            return false
        }
    }
}

import WorkflowModel

/// Requests that become one workflow, if all go to one address.
struct RequestGroup {
    let title: String
    var requests: [ForeignRequest]
    /// What is said about the group itself.
    var remarks: [String] = []
}

/// Makes workflows and environments from groups of requests. A workflow has one environment, so requests to another address are in a
/// workflow of their own.
struct ImportComposer {
    /// The tool's name: `curl`.
    let source: String
    let values: KnownValues
    /// Where a file of the other tool is, as seen from the folder of the workflows; nil if it is not in the workspace.
    let locate: (String) -> String?
    /// Names of environments that these requests do not go to.
    let takenEnvironments: Set<String>

    func compose(_ groups: [RequestGroup]) throws(ImportError) -> Imported {
        var leftOut = RemarkList()
        let placed = groups.map { group in
            group.requests.compactMap { request in
                switch place(request) {
                case .placed(let placed): return Optional(placed)
                case .leftOut(let reason):
                    leftOut.add(reason, about: request.shownName)
                    return nil
                }
            }
        }
        guard placed.contains(where: { !$0.isEmpty }) else {
            throw ImportError(
                message: "no request can be carried over",
                help: leftOut.lines.prefix(3).joined(separator: "; "))
        }
        let directory = ServiceDirectory(placed.flatMap(\.self))
        var environments = EnvironmentCollector(besides: takenEnvironments)
        // Two folders may have the same name.
        var fileNames = UniqueNames(separator: "-")
        var workflows: [ImportedWorkflow] = []
        var remarks = leftOut.lines
        for (group, requests) in zip(groups, placed) {
            remarks += group.remarks
            let isSecret = group.title.looksSecret || group.title.holdsKey() || group.title.trimmed.isEmpty
            let title = isSecret ? "Imported from \(source)" : group.title
            for part in parts(of: requests, directory, title: title) {
                var composer = WorkflowComposer(
                    title: part.title, source: source, values: values, address: part.address,
                    environments: environments,
                    locate: locate)
                let workflow = composer.compose(part.requests, remarks: remarks + part.remarks)
                remarks = []
                environments = composer.environments
                workflows.append(
                    ImportedWorkflow(
                        text: workflow.text, fileName: fileNames.add(workflow.fileName), remarks: workflow.remarks))
            }
        }
        if !remarks.isEmpty, let last = workflows.popLast() {
            workflows.append(
                ImportedWorkflow(text: last.text, fileName: last.fileName, remarks: last.remarks + remarks))
        }
        return Imported(workflows: workflows, environments: environments.environments(from: source))
    }

    // MARK: Placing

    private enum Placing {
        case placed(PlacedRequest)
        case leftOut(String)
    }

    /// The methods of a `call`.
    private static let methods: Set = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]

    private func place(_ request: ForeignRequest) -> Placing {
        if let obstacle = request.obstacle { return .leftOut(obstacle) }
        guard Self.methods.contains(request.method) else {
            let isWord =
                !request.method.isEmpty && request.method.utf8.count <= 20
                && request.method.utf8.allSatisfy { 65...90 ~= $0 }
            return .leftOut(
                "it is left out: a call has the method GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS, and not "
                    + (isWord ? request.method : "another word"))
        }
        guard !request.url.trimmed.isEmpty else { return .leftOut("it is left out: it has no address") }
        // Placeholders are replaced only before the path, where they decide the environment.
        guard let written = ForeignURL(request.url.withWholePlaceholders),
            let url = written.with(origin: values.resolved(written.origin))
        else { return .leftOut("it is left out: its address cannot be read, or is not of http or https") }
        if url.origin.isEmpty, request.basePath == nil {
            return .leftOut("it is left out: its address has no host")
        }
        let kind = DocumentedRequest.all.first {
            $0.method == request.method && url.path.hasSuffix($0.path)
                && url.path.dropLast($0.path.count).split(separator: "/").allSatisfy(\.canBeInBase)
        }
        return .placed(PlacedRequest(request: request, url: url, kind: kind))
    }

    // MARK: Parts

    private struct Part {
        let title: String
        let address: ServiceAddress
        var requests: [PlacedRequest] = []
        var remarks: [String] = []
    }

    /// The requests of a group by their address, in the order of the first request to each.
    private func parts(of requests: [PlacedRequest], _ directory: ServiceDirectory, title: String) -> [Part] {
        var parts: [Part] = []
        var indexes: [ServiceAddress: Int] = [:]
        var moved = RemarkList()
        for request in requests {
            let address = directory.address(of: request)
            let index: Int
            if let known = indexes[address] {
                index = known
            } else {
                let host = address.isKnown ? " (\(address.place))" : " (another host)"
                index = parts.count
                indexes[address] = index
                parts.append(Part(title: index == 0 ? title : title + host, address: address))
            }
            parts[index].requests.append(request)
            if index > 0 {
                moved.add(
                    "it does not go to the address of the first request, so it is in a workflow of its own: '\(parts[index].title)'",
                    about: request.request.shownName)
            }
        }
        if !parts.isEmpty { parts[0].remarks = moved.lines }
        return parts
    }
}

extension ForeignRequest {
    /// The name for a remark.
    fileprivate var shownName: String {
        name.looksSecret || name.holdsKey() || name.trimmed.isEmpty ? "a request" : name
    }
}

#if os(Linux)
    import Foundation
    import Testing

    /// Names that are different to the system, and the same or none to people.
    @Suite("Names of files", .timeLimit(.minutes(10)))
    struct FileNameTests {
        private let folder: TemporaryFolder
        private static let passes = "steps: [{ call: { method: GET, path: /x }, expect: { http: 404 } }]\n"
        /// The same name for people: the letter as one character, and as a letter with an accent.
        private static let names = ["\u{E9}", "e\u{301}"]

        init() throws {
            folder = try TemporaryFolder()
            try folder.write("environment: sandbox\n" + Self.passes, to: "workflows/a.yml")
        }

        private func ekoflow(_ arguments: String...) async throws -> EkoflowProcess.Result {
            try await EkoflowProcess.run(arguments, in: folder.url)
        }

        @Test(
            "a workflow or a folder whose name is not UTF-8 is not left out silently", arguments: ["/bad.yml", ".yml"])
        func notUTF8(_ rest: String) async throws {
            let name = folder.url.path + "/workflows/caf\u{E9}"
            // As Latin-1 writes it.
            let bytes = Array(name.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
            if rest.hasPrefix("/") { #expect(bytes.withPath { mkdir($0, 0o755) } == 0) }
            let file = (bytes + Array(rest.utf8)).withPath { open($0, O_CREAT | O_WRONLY, 0o644) }
            #expect(file >= 0)
            close(file)
            for command in ["run", "validate"] {
                let result = try await ekoflow(command, "workflows")
                #expect(result.exitCode == 2 && result.stderr.contains("its name is not in UTF-8"), "\(result)")
            }
        }

        @Test("two workflows whose names look the same are both seen, and refused")
        func workflows() async throws {
            for name in Self.names {
                try folder.write("environment: sandbox\n" + Self.passes, to: "workflows/\(name).yml")
            }
            for command in ["run", "validate"] {
                let result = try await ekoflow(command, "workflows")
                #expect(result.exitCode == 2 && result.stderr.contains("has the same name"), "\(result)")
            }
        }

        @Test(
            "no used workflow and no file of cases is taken for another whose name looks the same",
            arguments: [false, true])
        func linkedFiles(_ isOfCases: Bool) async throws {
            for (index, name) in Self.names.enumerated() {
                try folder.write("case_name,p\nrow,\(index)\n", to: "workflows/\(name).csv")
                try folder.write(Self.passes, to: "workflows/_\(name).yml")
                let step = isOfCases ? "" : "steps: [{ use: _\(name).yml }]\n"
                let cases = isOfCases ? "cases: { csv: \(name).csv }\n" + Self.passes : ""
                try folder.write("environment: sandbox\n" + step + cases, to: "workflows/w\(index).yml")
            }
            for command in ["run", "validate"] {
                let result = try await ekoflow(command, "workflows")
                #expect(result.exitCode == 2 && result.stderr.contains("has the same name"), "\(result)")
            }
        }

        @Test("of many workflows that are read at once, two whose names look the same are found")
        func manyWorkflows() async throws {
            for number in 0..<120 {
                try folder.write("environment: sandbox\n" + Self.passes, to: "workflows/b\(number).yml")
            }
            // The first and the last file are read by different tasks.
            try folder.write("environment: sandbox\n" + Self.passes, to: "pair/\(Self.names[0]).yml")
            try folder.write("environment: sandbox\n" + Self.passes, to: "pair/\(Self.names[1]).yml")
            let files = ["pair/\(Self.names[0]).yml", "workflows", "pair/\(Self.names[1]).yml"]
            let result = try await EkoflowProcess.run(["validate"] + files, in: folder.url)
            #expect(result.exitCode == 2 && result.stderr.contains("has the same name"), "\(result)")
        }

        @Test("no environment is taken for another whose name looks the same", arguments: [false, true])
        func environments(_ isInFolders: Bool) async throws {
            for (index, name) in Self.names.enumerated() {
                let environment =
                    "name: NAME\nbase_url: http://127.0.0.1:1/\(index)\ninitiator_id: '9962981729'\n"
                    + "credentials: { developer_key: { env: PATH }, access_key: { env: PATH } }\n"
                let folder = isInFolders ? "\(name)/" : ""
                let own = isInFolders ? "near" : name
                try self.folder.write(
                    environment.replacing("NAME", with: own), to: "\(folder)environments/\(own).yml")
                try self.folder.write(
                    "environment: \(own)\n" + Self.passes, to: "\(folder)workflows/\(index).yml")
            }
            let paths = isInFolders ? Self.names.map { "\($0)/workflows" } : ["workflows"]
            let result = try await EkoflowProcess.run(["plan"] + paths, in: folder.url)
            #expect(result.exitCode == 2 && result.stderr.contains("has the same name"), "\(result)")
        }
    }

    extension [UInt8] {
        fileprivate func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
            (map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { body($0.baseAddress!) }
        }
    }
#endif

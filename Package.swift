// swift-tools-version: 6.2
import PackageDescription

/// `make test` treats warnings as errors. A user's build does not, so that a new warning of a newer compiler cannot stop it.
let settings: [SwiftSetting] =
    Context.environment["EKOFLOW_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// The portable program has SQLite in it. Every other build loads it at the first use of a ledger.
let isStatic = Context.environment["EKOFLOW_STATIC"] != nil

/// The simulation has the program in it, as a library whose functions have their names for `main` and for tests. The library has a
/// name of its own, so that it is built beside the program, and all other targets are built once for both.
let isSimulated = Context.environment["EKOFLOW_SIMULATION"] != nil
let programName = isSimulated ? "EkoflowLibrary" : "ekoflow"

/// A target of this project. It can import only the targets that it names.
func layer(_ name: String, imports dependencies: [Target.Dependency], embedded resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func program(imports dependencies: [Target.Dependency]) -> Target {
    guard isSimulated else {
        return .executableTarget(name: programName, dependencies: dependencies, swiftSettings: settings)
    }
    let renamed = ["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "\(programName)_main"]
    return .target(
        name: programName, dependencies: dependencies, path: "Sources/ekoflow",
        swiftSettings: settings + [.unsafeFlags(["-enable-testing"] + renamed)])
}

func tests(_ name: String, imports dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: data, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
    name: "ekoflow",
    // The oldest with what Swift's Synchronization needs. Elsewhere, this says nothing.
    platforms: [.macOS(.v15)],
    products: isSimulated ? [] : [.executable(name: "ekoflow", targets: ["ekoflow"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        // Without its default trait, which would load Foundation and ICU at every start.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.brew(["libyaml"]), .apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibcurl", pkgConfig: "libcurl", providers: [.brew(["curl"]), .apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto", providers: [.brew(["openssl@3"]), .apt(["libssl-dev"])]),
        .target(
            name: "CSQLite", cSettings: isStatic ? [.define("EKOFLOW_STATIC")] : [],
            linkerSettings: isStatic ? [.linkedLibrary("sqlite3")] : []),
        .systemLibrary(name: "CLinux"),
        .target(name: "CPages", exclude: ["report.html", "sandbox.html"]),

        layer("CLibrary", imports: []),
        layer("JSON", imports: []),
        layer("Spelling", imports: []),
        layer("RegularExpressions", imports: []),
        layer("Times", imports: []),
        layer("Threads", imports: ["CLibrary"]),
        layer("CertificateFiles", imports: ["CLibrary"]),
        layer("SQLDatabase", imports: []),
        layer("SQLite", imports: ["CLibrary", "CSQLite", "SQLDatabase"]),
        layer("PostgreSQL", imports: ["CLibrary", "CertificateFiles", "SQLDatabase", "Threads"]),
        layer(
            "Ledger", imports: ["CLibrary", "SQLDatabase", "SQLite", "PostgreSQL", "Secrets", "Threads", "Times"]),
        layer("Source", imports: []),
        layer("Cryptography", imports: ["COpenSSL"]),
        layer("Secrets", imports: ["Cryptography"]),
        layer("HTTP", imports: ["CLibrary", "Secrets", "Times"]),
        layer("JSONPath", imports: ["JSON", "RegularExpressions", "Spelling"]),
        layer("Contract", imports: ["JSON"]),
        layer("JSONSchema", imports: ["JSON", "RegularExpressions", "Spelling"]),
        layer("YAML", imports: ["CLibYAML", "Source"]),
        layer("Expressions", imports: ["JSON", "Source", "Spelling", "Times"]),
        layer(
            "WorkflowModel",
            imports: [
                "YAML", "Contract", "Expressions", "HTTP", "JSONPath", "JSONSchema", "JSON", "RegularExpressions",
                "Source",
                "Spelling", "Times",
            ]),
        layer(
            "WorkflowEngine",
            imports: [
                "WorkflowModel", "Contract", "Expressions", "HTTP", "JSONPath", "JSON", "RegularExpressions", "Secrets",
                "Source",
                "Spelling", "Times",
            ]),
        layer("Explanations", imports: ["Source"], embedded: [.embedInCode("Pages")]),
        layer("Pages", imports: ["CPages"]),
        layer(
            "WorkflowReports",
            imports: [
                "WorkflowEngine", "WorkflowModel", "Pages", "Contract", "HTTP", "JSON", "Secrets", "Source",
                "Times",
            ]),
        layer("CurlTransport", imports: ["CLibcurl", "CLibrary", "CertificateFiles", "HTTP", "Threads"]),
        layer("EkoSandbox", imports: ["CLibrary", "Pages", "Contract", "Cryptography", "JSON", "Times", flyingSocks]),
        layer("WorkflowImport", imports: ["WorkflowModel", "YAML", "Contract", "HTTP", "JSON", "Secrets", "Source"]),
        program(
            imports: [
                "CurlTransport", "EkoSandbox", "WorkflowReports", "WorkflowImport", "WorkflowEngine", "WorkflowModel",
                "YAML", "Contract", "Explanations", "Expressions", "HTTP", "JSONPath", "JSONSchema", "JSON", "Secrets",
                "Source", "Spelling", "Times", "Threads", "Ledger",
                "CLibrary", .target(name: "CLinux", condition: .when(platforms: [.linux])),
                argumentParser, subprocess,
            ]),

        tests("JSONTests", imports: ["JSON"]),
        tests("SpellingTests", imports: ["Spelling"]),
        tests("RegularExpressionsTests", imports: ["RegularExpressions"]),
        tests("TimesTests", imports: ["Times"]),
        tests("CertificateFilesTests", imports: ["CertificateFiles"]),
        tests("SourceTests", imports: ["Source"]),
        tests("CryptographyTests", imports: ["Cryptography"]),
        tests("SecretsTests", imports: ["Secrets"]),
        .target(
            name: "SQLBehaviours", dependencies: ["CLibrary", "SQLDatabase", "Threads"],
            path: "Tests/SQLBehaviours", swiftSettings: settings),
        tests("SQLiteTests", imports: ["CLibrary", "CSQLite", "SQLite", "SQLDatabase", "SQLBehaviours", "Threads"]),
        tests("PostgreSQLTests", imports: ["CLibrary", "PostgreSQL", "SQLDatabase", "SQLBehaviours"]),
        tests(
            "LedgerTests",
            imports: [
                "CLibrary", "Ledger", "SQLDatabase", "SQLite", "PostgreSQL", "SQLBehaviours", "Secrets", "Threads",
                "Times",
            ]),
        tests("JSONPathTests", imports: ["JSONPath", "JSON"]),
        tests("JSONSchemaTests", imports: ["JSONSchema", "JSON", "RegularExpressions"]),
        tests("YAMLTests", imports: ["YAML", "Source"]),
        tests("ContractTests", imports: ["Contract", "JSON"]),
        tests(
            "WorkflowModelTests", imports: ["WorkflowModel", "YAML", "Expressions", "HTTP", "JSON", "Source", "Times"]),
        tests(
            "WorkflowEngineTests",
            imports: [
                "WorkflowEngine", "WorkflowModel", "YAML", "Contract", "Expressions", "HTTP", "JSON", "Secrets",
                "Source", "Times",
            ]),
        tests(
            "WorkflowReportsTests",
            imports: [
                "WorkflowReports", "WorkflowEngine", "WorkflowModel", "YAML", "Contract", "HTTP", "JSON", "Secrets",
                "Source",
                "Times",
            ]),
        tests("WorkflowImportTests", imports: ["WorkflowImport", "WorkflowModel", "YAML", "JSON", "Source"]),
        tests("CurlTransportTests", imports: ["CLibrary", "CurlTransport", "CertificateFiles", "HTTP", "EkoSandbox"]),
        tests("EkoSandboxTests", imports: ["EkoSandbox", "Contract", "Cryptography", "JSON", "Times", flyingSocks]),
        tests(
            "EkoflowTests",
            imports: [
                "CLibrary",
                .byName(name: programName), "EkoSandbox", "WorkflowEngine", "WorkflowModel", "Contract",
                "Explanations", "Expressions", "JSON", "PostgreSQL", "SQLite", "SQLDatabase", "SQLBehaviours", "Source",
                "Times",
            ],
            data: ["Cases", "Clients"]),
        .target(
            name: "FuzzSubjects",
            dependencies: [
                "EkoSandbox", "WorkflowImport", "WorkflowReports", "WorkflowEngine", "WorkflowModel", "YAML", "HTTP",
                "JSONPath", "JSONSchema", "JSON", "RegularExpressions", "Secrets", "Source", "Times",
            ],
            path: "Tests/FuzzSubjects", swiftSettings: settings),
        tests("FuzzSubjectsTests", imports: ["FuzzSubjects"], data: ["Inputs"]),
    ],
    swiftLanguageModes: [.v6]
)

/// The fuzzer needs special instrumentation and the library of a fuzzer. `scripts/check/fuzz.sh` builds it with both.
if Context.environment["EKOFLOW_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ekoflow-fuzz", dependencies: ["CLibrary", "FuzzSubjects"], path: "Tests/Fuzzer",
            exclude: ["words.dict"], swiftSettings: settings))
}

if isSimulated {
    package.targets += [
        .target(name: "SimulatedMachine", path: "Tests/Simulation/Machine"),
        .executableTarget(
            name: "ekoflow-simulation",
            dependencies: [
                "EkoflowLibrary", "CLibrary", "SimulatedMachine", "WorkflowReports", "WorkflowEngine", "WorkflowModel",
                "HTTP", "Times",
            ],
            path: "Tests/Simulation/World", swiftSettings: settings,
            linkerSettings: [
                .unsafeFlags(
                    [
                        "--export-dynamic", "--wrap=swift_dispatchEnqueueGlobal",
                        "--wrap=swift_dispatchEnqueueWithDeadline",
                    ]
                    .flatMap { ["-Xlinker", $0] })
            ]),
    ]
}

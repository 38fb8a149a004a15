// swift-tools-version: 6.2
import PackageDescription

/// `make check` and the tests build with warnings as errors; a user's build does not, so that a
/// newer compiler's new warning never stands between a user and the tool.
let settings: [SwiftSetting] =
    Context.environment["EKOFLOW_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Our own targets, left to right in the order of `dependencies`: each imports only what it names.
func layer(_ name: String, imports dependencies: [Target.Dependency], embedded resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, imports dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: data, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
    name: "ekoflow",
    products: [.executable(name: "ekoflow", targets: ["ekoflow"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        // Without its default trait, which would load Foundation and ICU at every start.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        layer("JSON", imports: []),
        layer("Spelling", imports: []),
        layer("RegularExpressions", imports: []),
        layer("JSONPath", imports: ["JSON", "RegularExpressions", "Spelling"]),
        layer("YAMLSource", imports: ["CLibYAML"]),
        layer("WorkflowModel", imports: ["YAMLSource", "JSONPath", "JSON", "RegularExpressions", "Spelling"]),
        layer("WorkflowEngine", imports: ["WorkflowModel", "YAMLSource", "JSONPath", "JSON", "Spelling", crypto]),
        layer(
            "WorkflowReports", imports: ["WorkflowEngine", "WorkflowModel", "YAMLSource", "JSON"],
            embedded: [.embedInCode("HTML/report.html")]),
        layer("CurlTransport", imports: ["CLibcurl", "WorkflowEngine", "WorkflowModel"]),
        layer("EkoSandbox", imports: ["JSON", crypto, flyingSocks], embedded: [.embedInCode("Page/page.html")]),
        layer("WorkflowImport", imports: ["WorkflowModel", "JSON"]),
        .executableTarget(
            name: "ekoflow",
            dependencies: [
                "YAMLSource", "JSONPath", "JSON", "Spelling", "WorkflowModel", "WorkflowEngine", "WorkflowReports",
                "CurlTransport", "WorkflowImport", "EkoSandbox", argumentParser, subprocess,
            ],
            resources: [.embedInCode("Explanations/explanations.md")],
            swiftSettings: settings),

        tests("JSONTests", imports: ["JSON"]),
        tests("SpellingTests", imports: ["Spelling"]),
        tests("RegularExpressionsTests", imports: ["RegularExpressions"]),
        tests("JSONPathTests", imports: ["JSONPath", "JSON"]),
        tests("YAMLSourceTests", imports: ["YAMLSource"]),
        tests("WorkflowModelTests", imports: ["WorkflowModel", "YAMLSource", "JSON"]),
        tests("WorkflowEngineTests", imports: ["WorkflowEngine", "WorkflowModel", "YAMLSource", "JSON"]),
        tests(
            "WorkflowReportsTests",
            imports: ["WorkflowReports", "WorkflowEngine", "WorkflowModel", "YAMLSource", "JSON"]),
        tests("WorkflowImportTests", imports: ["WorkflowImport", "WorkflowModel", "YAMLSource", "JSON"]),
        tests("CurlTransportTests", imports: ["CurlTransport", "WorkflowEngine", "EkoSandbox"]),
        tests("EkoSandboxTests", imports: ["EkoSandbox", "JSON", crypto, flyingSocks]),
        tests("EkoflowTests", imports: ["ekoflow", "EkoSandbox", "YAMLSource"], data: ["Cases", "Clients"]),
        .target(
            name: "FuzzSubjects",
            dependencies: ["WorkflowReports", "WorkflowEngine", "WorkflowModel", "YAMLSource", "JSONPath", "JSON"],
            path: "Tests/FuzzSubjects", swiftSettings: settings),
        tests("FuzzSubjectsTests", imports: ["FuzzSubjects"], data: ["Inputs"]),
    ],
    swiftLanguageModes: [.v6]
)

/// It needs the instrumentation and the library of a fuzzer, with which `scripts/check/fuzz.sh` builds it.
if Context.environment["EKOFLOW_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ekoflow-fuzz", dependencies: ["FuzzSubjects"], path: "Tests/Fuzzer", exclude: ["words.dict"],
            swiftSettings: settings))
}

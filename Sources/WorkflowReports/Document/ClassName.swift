/// What JUnit readers group testcases by: the path of a workflow's file with dots, as in Java.
package enum ClassName {
    package static func ofFile(_ path: String) -> String {
        var path = Substring(path)
        for suffix in [".yml", ".yaml"] where path.hasSuffix(suffix) { path = path.dropLast(suffix.count) }
        return path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
    }
}

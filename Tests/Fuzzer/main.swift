import CLibrary
import Dispatch
import FuzzSubjects

/// Gives control to libFuzzer, which calls back with each input. `FUZZ_SUBJECT` is the name of the fuzzed subject.
/// Source: https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

let name = getenv("FUZZ_SUBJECT").map { String(cString: $0) } ?? ""
guard let subject = FuzzSubject.all.first(where: { $0.name == name }) else {
    let names = FuzzSubject.all.map(\.name).joined(separator: ", ")
    print("FUZZ_SUBJECT is '\(name)', and has to be one of: \(names)")
    exit(2)
}
let check = subject.check
var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
    runFuzzer(&count, &arguments) { start, count in
        let input = Array(UnsafeBufferPointer(start: start, count: count))
        // libFuzzer calls synchronously and expects that all work is done when the callback returns.
        let isDone = DispatchSemaphore(value: 0)
        Task.detached {
            await check(input)
            isDone.signal()
        }
        isDone.wait()
        return 0
    })

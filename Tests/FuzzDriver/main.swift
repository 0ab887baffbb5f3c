import FuzzTargets
import Glibc

// Feeds one target, named by CHATMIRROR_FUZZ_TARGET, with what libFuzzer thinks of. SwiftPM gives the main function a
// name of its own, so libFuzzer's cannot be used; this is what it does.

@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Not a global of this file: those are not initialised when libFuzzer's threads ask.
enum Chosen {
    static let target: FuzzTarget = {
        let name = getenv("CHATMIRROR_FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else { fatalError("CHATMIRROR_FUZZ_TARGET=\(name) is no target") }
        return target
    }()
}

func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do throws(Broken) {
        try Chosen.target.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError(error.description)
    }
    return 0
}

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(runFuzzer(&count, &arguments) { feed($0, $1) })

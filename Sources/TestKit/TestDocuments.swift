import Documents
import Glibc

/// What reads documents in tests: as it is where it serves, with the program that is built beside the tests.
enum TestDocuments {
    static let shared = SystemDocuments(program: program)

    private static let program: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/chatmirror"
    }()
}

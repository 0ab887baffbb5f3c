import Glibc

/// A folder of one test, removed with everything in it when the value is released.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/database-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(path + "/" + name)
        }
        closedir(folder)
        rmdir(path)
    }
}

import Glibc

/// A folder that lives as long as somebody holds it.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() {
        var template = Array("/tmp/chatmirror-test-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Makes a folder inside, and returns its path.
    public func folder(_ name: String) -> String {
        mkdir("\(path)/\(name)", 0o700)
        return "\(path)/\(name)"
    }

    /// Writes a file inside.
    public func write(_ text: String, to name: String) {
        let file = fopen("\(path)/\(name)", "we")
        precondition(file != nil && fputs(text, file) >= 0 && fclose(file) == 0, "\(name) cannot be written")
    }

    /// Is there nothing inside?
    public var isEmpty: Bool { rmdir(path) == 0 && mkdir(path, 0o700) == 0 }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            closedir(folder)
        }
        Glibc.remove(path)
    }
}

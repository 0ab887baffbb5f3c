import Glibc

/// The shared libraries of this program.
public enum LoadedLibraries {
    /// Folders beside the system's own from which this program has loaded some: of a release there are none, while what is built for
    /// tests takes Swift's from the toolchain.
    public static var folders: [String] {
        guard let file = fopen("/proc/self/maps", "r") else { return [] }
        defer { fclose(file) }
        var found: Set<String> = []
        var line = [CChar](repeating: 0, count: 8192)
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 && $0 != 0x0A }.map(UInt8.init(bitPattern:))
            guard let begin = bytes.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let path = String(decoding: bytes[begin...], as: UTF8.self)
            guard path.contains(".so"), let slash = path.lastIndex(of: "/") else { continue }
            found.insert(String(path[..<slash]))
        }
        return found.filter { !$0.hasPrefix("/usr/") && !$0.hasPrefix("/lib") }.sorted()
    }
}

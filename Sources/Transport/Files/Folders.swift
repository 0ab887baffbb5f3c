import Glibc

/// Folders as files need them. Blocks.
public enum Folders {
    /// Makes the folder that `path` stands in, and those above it, for their owner alone. What cannot be made is found when the file is.
    static func make(above path: String) {
        var folder = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
        for name in path.split(separator: "/").dropLast() {
            folder += name + "/"
            mkdir(folder, 0o700)
        }
    }

    /// Without it a new name might not survive a power loss.
    static func sync(above path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Removes the file at `path` and those beside it that have its name, a dot and more. There may be none. False when one stays.
    public static func removeFiles(named path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/") + "/"
        guard let name = parts.last, let handle = opendir(folder) else { return errno == ENOENT }
        defer { closedir(handle) }
        var isDone = true
        while let entry = readdir(handle) {
            let found = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard found.utf8.elementsEqual(name.utf8) || found.utf8.starts(with: "\(name).".utf8) else { continue }
            if unlink(folder + found) != 0, errno != ENOENT { isDone = false }
        }
        return isDone
    }
}

internal import Glibc
import Web

/// Why a folder that the site needs cannot be used.
struct FolderError: Error, Equatable, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): \(reason)" }
}

/// A folder of the installation, read whole at start.
struct Folder {
    let path: String

    /// Every regular file within two levels, by its path below the folder.
    func files() throws(FolderError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        try collect(below: "", depth: 2, into: &files)
        return files
    }

    func file(_ name: String) throws(FolderError) -> [UInt8] {
        let path = "\(self.path)/\(name)"
        guard let file = fopen(path, "re") else { throw .last(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        guard ferror(file) == 0 else { throw .last(path) }
        return bytes
    }

    private func collect(below prefix: String, depth: Int, into files: inout [String: [UInt8]]) throws(FolderError) {
        for name in try names(in: prefix) where !name.hasPrefix(".") {
            var status = stat()
            guard stat("\(path)/\(prefix)\(name)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFREG {
                files[prefix + name] = try file(prefix + name)
            } else if status.st_mode & S_IFMT == S_IFDIR, depth > 1 {
                try collect(below: "\(prefix)\(name)/", depth: depth - 1, into: &files)
            }
        }
    }

    private func names(in prefix: String) throws(FolderError) -> [String] {
        let path = "\(self.path)/\(prefix)"
        guard let folder = opendir(path) else { throw .last(path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }
}

extension FolderError {
    fileprivate static func last(_ path: String) -> FolderError {
        FolderError(path: path, reason: String(cString: strerror(errno)))
    }
}

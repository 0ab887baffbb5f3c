import Domain
import Foundation

/// The disk on which a folder is.
enum Disk {
    /// Nil where it cannot be said.
    static func space(at folder: String) -> AlertSources.DiskSpace? {
        guard let values = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (values[.systemFreeSize] as? NSNumber)?.int64Value,
            let total = (values[.systemSize] as? NSNumber)?.int64Value
        else { return nil }
        return AlertSources.DiskSpace(free: free, total: total)
    }
}

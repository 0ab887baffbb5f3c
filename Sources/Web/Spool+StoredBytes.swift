package import Domain
package import Transport

extension Spool {
    /// What it holds, for as long as somebody reads it.
    package var stored: StoredBytes {
        StoredBytes(count: count) { [self] offset, most in try? read(at: offset, upTo: most) }
    }
}

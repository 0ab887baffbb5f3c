/// Something that arrived and is kept on the disk for as long as somebody holds it.
public struct StoredBytes: Sendable {
    public let count: Int
    /// At most so many bytes from a place on, fewer at the end alone; nil when they cannot be read.
    public let read: @Sendable (_ offset: Int, _ most: Int) -> [UInt8]?

    public init(count: Int, read: @escaping @Sendable (_ offset: Int, _ most: Int) -> [UInt8]?) {
        self.count = count
        self.read = read
    }
}

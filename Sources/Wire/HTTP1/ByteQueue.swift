/// Bytes that have arrived and have not been read yet.
public struct ByteQueue: Sendable {
    private var storage: [UInt8] = []
    private var start = 0

    public init() {}

    public init(_ bytes: [UInt8]) { storage = bytes }

    public var count: Int { storage.count - start }
    public var isEmpty: Bool { storage.count == start }

    /// Calls `body` with all unread bytes, without copying them.
    public func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(storage.span.extracting(start..<storage.count))
    }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        compact()
        storage.append(contentsOf: bytes)
    }

    public mutating func append(_ bytes: [UInt8]) {
        compact()
        storage.append(contentsOf: bytes)
    }

    public mutating func removeFirst(_ count: Int) {
        precondition(count <= self.count)
        start += count
        guard start == storage.count else { return }
        start = 0
        // An idle connection should not keep the room its largest request needed.
        storage.removeAll(keepingCapacity: storage.capacity <= 4096)
    }

    /// Removes and returns up to `count` bytes.
    public mutating func takeFirst(_ count: Int) -> [UInt8] {
        let taken = Array(storage[start..<start + min(count, self.count)])
        removeFirst(taken.count)
        return taken
    }

    private mutating func compact() {
        guard start > 0 else { return }
        storage.removeFirst(start)
        start = 0
    }
}

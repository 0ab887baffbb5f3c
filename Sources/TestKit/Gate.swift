import Glibc

/// A gate that a scripted upstream waits at until a test opens it. Once open it stays open.
public final class Gate: Sendable {
    let reading: Int32
    private let writing: Int32

    public init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no descriptors left for a gate")
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// From any thread, any number of times.
    public func open() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }
}

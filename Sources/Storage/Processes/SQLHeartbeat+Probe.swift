internal import Database
public import Domain
internal import Transport

extension SQLHeartbeat {
    /// As much as the rows and the indexes of a message take, and its answer.
    private static let probeBytes = 48 << 10

    /// Makes something durable, as a message does: a disk that is full, or a server that only reads, takes questions all the
    /// same. It overwrites what it wrote before.
    public func probe() async throws(ChatError) {
        // Other bytes each time: what does not change is not written.
        let bytes = SecureRandom.bytes(Self.probeBytes)
        try await store.write { session in
            let probe: SQL = "UPDATE processes SET probe = \(bytes) WHERE id = \(process)"
            if try session.execute(probe) > 0 { return }
            try beat(session)
            try session.execute(probe)
        }
    }
}

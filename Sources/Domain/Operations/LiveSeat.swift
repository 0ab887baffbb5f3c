internal import Synchronization

/// The place of one who watches. What waits for them is bounded: one who does not read is sent away.
public final class LiveSeat: Sendable {
    let number: Int
    let user: ID<User>?
    let session: [UInt8]
    private let state = Mutex(State())

    private struct State {
        var rows: [UsageRow] = []
        var looks = 0
        var isClosed = false
        var reader: CheckedContinuation<[UsageRow]?, Never>?
    }

    private static let most = 500
    /// After so many looks without news the reader is woken.
    private static let patience = 4

    init(_ number: Int, of user: ID<User>?, by session: [UInt8]) {
        self.number = number
        self.user = user
        self.session = session
    }

    /// What is new; nothing about once a second, so that the reader may look around; nil at the end. For one reader.
    public func next() async -> [UsageRow]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isDue, rows) = state.withLock { state -> (Bool, [UsageRow]?) in
                    if state.isClosed { return (true, nil) }
                    guard state.rows.isEmpty else {
                        defer { state.rows = [] }
                        return (true, state.rows)
                    }
                    state.reader = continuation
                    return (false, nil)
                }
                if isDue { continuation.resume(returning: rows) }
            }
        } onCancel: {
            close()
        }
    }

    func tell(_ rows: [UsageRow]) {
        let (reader, news) = state.withLock { state -> (CheckedContinuation<[UsageRow]?, Never>?, [UsageRow]?) in
            guard !state.isClosed else { return (nil, nil) }
            state.rows += rows
            state.looks += 1
            if state.rows.count > Self.most { (state.isClosed, state.rows) = (true, []) }
            guard state.isClosed || !state.rows.isEmpty || state.looks >= Self.patience else { return (nil, nil) }
            defer { (state.reader, state.looks) = (nil, 0) }
            guard state.reader != nil else { return (nil, nil) }
            defer { state.rows = [] }
            return (state.reader, state.isClosed ? nil : state.rows)
        }
        reader?.resume(returning: news)
    }

    func close() {
        let reader = state.withLock { state in
            defer { state.reader = nil }
            (state.isClosed, state.rows) = (true, [])
            return state.reader
        }
        reader?.resume(returning: nil)
    }
}

internal import Domain
import JSON

/// The task that asks, as long as somebody waits for what it says. When the last one who could read is gone, it is cancelled.
final class Producer: Sendable {
    private let pipe: ReplyPipe

    init(_ pipe: ReplyPipe, _ task: Task<Void, Never>) {
        self.pipe = pipe
        pipe.whenLeft { task.cancel() }
    }

    deinit { pipe.leave() }

    /// The first bytes, or why there are none.
    func first() async -> ReplyPipe.First {
        await withTaskCancellationHandler(operation: { await pipe.first() }, onCancel: { pipe.leave() })
    }

    /// The first bytes. Throws why there are none.
    func begun() async throws(RelayRefusal) -> [UInt8] {
        switch await first() {
        case .bytes(let bytes): return bytes
        case .failed(let failure): throw RelayRefusal(failure)
        // Nobody is there to read it, or the key was revoked meanwhile.
        case .left: throw RelayRefusal(499, "The request was cancelled.", code: "cancelled")
        }
    }

    /// Nil at the end, and when nobody reads any more.
    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            await pipe.next()
        } onCancel: {
            pipe.leave()
        }
    }

    /// A sign of life, unless something else came since the last one.
    func beat() { pipe.beat() }

    /// The upstream was not heard to the end.
    var wasCutOff: Bool { pipe.isBroken }
}

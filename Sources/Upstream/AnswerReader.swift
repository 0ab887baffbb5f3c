package import Dialects
package import Domain
internal import JSON
internal import Wire

/// Makes an answer of the bytes of a 200, and words for an administrator of what went wrong.
///
/// A class, because it lives in the frame of a task for as long as the answer takes.
package final class AnswerReader {
    private let redaction: Redaction
    private var reader: any ReplyReader

    package init(_ reader: any ReplyReader, _ redaction: Redaction) {
        self.reader = reader
        self.redaction = redaction
    }

    /// Nothing that may still come matters.
    var isDone: Bool { reader.isDone }
    /// Events that could not be read.
    var unreadableCount: Int { reader.unreadableCount }

    /// How much of what the account may do is used, as the answer told last.
    var windows: [UsageWindow] { reader.windows }

    /// How long silence may last now; nil for as long as the account allows. After a finish reason hardly anything but the usage comes, and
    /// some upstreams keep the connection.
    var patience: Duration? {
        switch reader.lastWord {
        case .none: nil
        case .finishAfterText: .seconds(10)
        case .finishWithText: .seconds(60)
        }
    }

    package func read(_ bytes: [UInt8]) -> [ReplyPiece] { reader.read(bytes) }

    /// What is left at the end of the body, and how it all ended. `isBroken`: the connection broke before that. Nil for an answer that
    /// is not whole for that reason alone.
    package func end(isBroken: Bool = false) -> ([ReplyPiece], Result<FinishReason, UpstreamFailure>?) {
        let (pieces, end) = reader.end(isBroken: isBroken)
        switch end {
        case .finished(let reason): return (pieces, .success(reason))
        case .refused(let error):
            let failure = UpstreamFailure(
                Self.code(of: error), status: error.status ?? 200, detail: redaction.clean(error),
                retryAfter: error.wait, original: redaction.original(error))
            return (pieces, .failure(failure))
        case .bad(let reason): return (pieces, failed(.upstreamBadAnswer, redaction.clean(reason)))
        case .wantsPerson(let reason):
            return (
                pieces, .failure(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: reason, isChallenge: true))
            )
        case .incomplete:
            guard !isBroken else { return (pieces, nil) }
            return (pieces, failed(.upstreamIncomplete, "the stream ended before the answer did"))
        }
    }

    /// An error inside an answer is what it says it is; the status of its head was sent too early.
    private static func code(of error: ErrorBody) -> TurnFailure {
        if error.isContextTooLong { return .contextTooLong }
        return error.status.map { TurnFailure($0, error) } ?? .upstreamError
    }

    private func failed(_ code: TurnFailure, _ detail: String) -> Result<FinishReason, UpstreamFailure> {
        .failure(UpstreamFailure(code, status: 200, detail: detail))
    }
}

internal import Dialects
internal import Domain
internal import JSON
internal import Wire

/// Makes an answer of the bytes of a 200, and words for an administrator of what went wrong.
///
/// A class, because it lives in the frame of a task for as long as the answer takes.
final class AnswerReader {
    private let redaction: Redaction
    private var reader: any ReplyReader

    init(_ reader: any ReplyReader, _ redaction: Redaction) {
        self.reader = reader
        self.redaction = redaction
    }

    /// Nothing that may still come matters.
    var isDone: Bool { reader.isDone }
    /// Events that could not be read.
    var unreadableCount: Int { reader.unreadableCount }

    /// How long silence may last now; nil for as long as the account allows. After a finish reason hardly anything but the usage comes, and
    /// some upstreams keep the connection.
    var patience: Duration? {
        switch reader.lastWord {
        case .none: nil
        case .finishAfterText: .seconds(10)
        case .finishWithText: .seconds(60)
        }
    }

    func read(_ bytes: [UInt8]) -> [ReplyPiece] { reader.read(bytes) }

    /// What is left at the end of the body, and how it all ended. `isBroken`: the connection broke before that. Nil for an answer that
    /// is not whole for that reason alone.
    func end(isBroken: Bool = false) -> ([ReplyPiece], Result<FinishReason, UpstreamFailure>?) {
        let (pieces, end) = reader.end(isBroken: isBroken)
        switch end {
        case .finished(let reason): return (pieces, .success(reason))
        case .refused(let error):
            let code: TurnFailure = error.isContextTooLong ? .contextTooLong : .upstreamError
            return (pieces, failed(code, redaction.clean(error), original: redaction.original(error)))
        case .bad(let reason): return (pieces, failed(.upstreamBadAnswer, redaction.clean(reason)))
        case .incomplete:
            guard !isBroken else { return (pieces, nil) }
            return (pieces, failed(.upstreamIncomplete, "the stream ended before the answer did"))
        }
    }

    private func failed(
        _ code: TurnFailure, _ detail: String, original: JSONValue? = nil
    ) -> Result<FinishReason, UpstreamFailure> {
        .failure(UpstreamFailure(code, status: 200, detail: detail, original: original))
    }
}

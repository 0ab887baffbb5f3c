/// Why a turn ended without a whole answer, as its viewers are told. The words for people are made at the edge.
public enum TurnFailure: String, Sendable, Error, CaseIterable {
    /// 401, 403, or another status with words for it: the upstream does not accept the account, its key or its credit.
    case upstreamAuth = "upstream_auth"
    /// 429.
    case upstreamRateLimited = "upstream_rate_limited"
    /// 404, or a model that the upstream does not know.
    case upstreamModelNotFound = "upstream_model_not_found"
    /// Any other 4xx.
    case upstreamRefused = "upstream_refused"
    /// 5xx, or an error inside the stream.
    case upstreamError = "upstream_error"
    /// No connection: DNS, refused, TLS, proxy, a forbidden address.
    case upstreamUnreachable = "upstream_unreachable"
    /// Connected, but silent for too long.
    case upstreamTimeout = "upstream_timeout"
    /// HTML, broken JSON, a page to prove that one is human, an answer beyond all bounds.
    case upstreamBadAnswer = "upstream_bad_answer"
    /// The stream ended before the answer did.
    case upstreamIncomplete = "upstream_incomplete"
    /// The question does not fit the model's context, even shortened.
    case contextTooLong = "context_too_long"
    /// A picture of the answer could not be had, or not be kept.
    case picturesLost = "pictures_lost"
    /// The answer could not be saved.
    case storage = "storage"
}

/// What went wrong upstream.
public enum UpstreamError: Error, Sendable, Equatable {
    case cancelled
    case failed(UpstreamFailure)
}

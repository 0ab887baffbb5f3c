/// What an attempt says about the account that was asked, and whether another one may be asked instead.
public struct Verdict: Sendable, Equatable {
    /// Nil: nothing is wrong with the account.
    public let illness: Illness?
    /// The fault is the account's and the request ran nowhere: another account may do better.
    public let mayTryAnother: Bool

    /// What is wrong with an account.
    public enum Illness: Sendable, Equatable {
        /// No connection, an error of the upstream's own, an answer that nobody can read, silence. It may pass by itself.
        case failing
        /// 429; with the time that the upstream asked for.
        case rateLimited(Duration?)
        /// It does not know the model; others it may.
        case withoutModel
        /// Its key is not accepted, or its credit is used up.
        case unauthorized
        /// The upstream wants a person: nobody asks it before one has looked.
        case challenged
    }

    public static let fine = Verdict(illness: nil, mayTryAnother: false)

    public init(illness: Illness?, mayTryAnother: Bool) {
        self.illness = illness
        self.mayTryAnother = mayTryAnother
    }

    public init(_ end: Receipt.End) {
        guard case .failed(let failure) = end else {
            self = .fine
            return
        }
        self.init(illness: failure.illness, mayTryAnother: failure.isTheAccounts && !failure.mayHaveRun)
    }
}

extension UpstreamFailure {
    /// The key could not be read, or the question not be said in the upstream's format: it was asked nothing.
    var wasNeverSent: Bool { code == .storage || inexpressible != nil }

    fileprivate var illness: Verdict.Illness? {
        if isChallenge { return .challenged }
        switch code {
        case .upstreamAuth: return .unauthorized
        case .upstreamRateLimited: return .rateLimited(retryAfter)
        case .upstreamModelNotFound: return .withoutModel
        case .upstreamRefused: return status == 402 ? .unauthorized : nil
        case .upstreamError, .upstreamUnreachable, .upstreamTimeout, .upstreamBadAnswer, .upstreamIncomplete:
            return .failing
        case .contextTooLong, .storage: return nil
        }
    }

    /// False for what any other account would say to the same request.
    fileprivate var isTheAccounts: Bool {
        switch code {
        // What one upstream cannot be asked at all, another one may.
        case .upstreamRefused: status == 402 || inexpressible != nil
        case .contextTooLong: false
        case .upstreamAuth, .upstreamRateLimited, .upstreamModelNotFound, .upstreamError, .upstreamUnreachable,
            .upstreamTimeout, .upstreamBadAnswer, .upstreamIncomplete, .storage:
            true
        }
    }
}

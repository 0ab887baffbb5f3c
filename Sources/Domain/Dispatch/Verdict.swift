/// What an attempt says about the account that was asked, and whether another one may be asked instead.
public struct Verdict: Sendable, Equatable {
    /// Nil: nothing is wrong with the account.
    public let fault: Fault?
    /// The fault is the account's and the request ran nowhere: another account may do better.
    public let mayTryAnother: Bool

    /// What is wrong with an account.
    public enum Fault: Sendable, Equatable {
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
        /// What it may do is used up; it says for how long.
        case exhausted(Duration)
        /// Somebody must sign in again.
        case loggedOut
        /// The model alone rests for so long.
        case modelResting(Duration)
    }

    public static let fine = Verdict(fault: nil, mayTryAnother: false)

    public init(fault: Fault?, mayTryAnother: Bool) {
        self.fault = fault
        self.mayTryAnother = mayTryAnother
    }

    public init(_ end: Receipt.End) {
        guard case .failed(let failure) = end else {
            self = .fine
            return
        }
        self.init(fault: failure.fault, mayTryAnother: failure.isTheAccounts && !failure.mayHaveRun)
    }
}

extension UpstreamFailure {
    /// The key could not be read, or the question not be said in the upstream's format: it was asked nothing.
    var wasNeverSent: Bool { code == .storage || inexpressible != nil }

    fileprivate var fault: Verdict.Fault? {
        if isChallenge { return .challenged }
        if let knownFault { return knownFault }
        switch code {
        case .upstreamAuth: return .unauthorized
        case .upstreamRateLimited: return .rateLimited(retryAfter)
        case .upstreamModelNotFound: return .withoutModel
        case .upstreamRefused: return status == 402 ? .unauthorized : nil
        case .upstreamError, .upstreamUnreachable, .upstreamTimeout, .upstreamBadAnswer, .upstreamIncomplete:
            return .failing
        case .contextTooLong, .picturesLost, .storage: return nil
        }
    }

    /// False for what any other account would say to the same request.
    fileprivate var isTheAccounts: Bool {
        switch code {
        // What one upstream cannot be asked at all, another one may.
        case .upstreamRefused: status == 402 || inexpressible != nil
        case .contextTooLong: false
        case .upstreamAuth, .upstreamRateLimited, .upstreamModelNotFound, .upstreamError, .upstreamUnreachable,
            .upstreamTimeout, .upstreamBadAnswer, .upstreamIncomplete, .picturesLost, .storage:
            true
        }
    }
}

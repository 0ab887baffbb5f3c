/// Why a job's work ends before its end.
public enum JobStop: Error, Sendable, Equatable {
    case cancelled
    case failed(Job.Failure)
}

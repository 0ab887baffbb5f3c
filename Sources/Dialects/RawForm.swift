import Domain
import JSON
import Wire

/// The form of an answer that goes back as it came.
public enum RawForm: Sendable { case events, whole }

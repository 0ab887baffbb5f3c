/// Why an exchange with another server failed. The texts are for an administrator and hold no secret.
public enum ClientError: Error, Sendable, Equatable {
    /// The request cannot be sent as it stands: its URL, its proxy or a header.
    case invalid(String)
    /// The address is private, or otherwise not one of the public internet, and is not allowed by name.
    case refusedAddress(String)
    /// No connection: name, network, proxy.
    case unreachable(String)
    /// The peer's certificate is not trusted, or TLS failed.
    case tls(String)
    case timedOut(ClientTimeouts.Phase)
    /// The head is over 64 KiB, or the body over the request's limit.
    case tooLarge
    /// What came is not HTTP.
    case malformed(String)
    /// The connection broke before the answer was whole.
    case disconnected
    case cancelled
}

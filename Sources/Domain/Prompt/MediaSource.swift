public import JSON

/// Where the bytes of an image or a file are.
public enum MediaSource: Sendable, Equatable {
    /// `https://…`, or `data:<type>;base64,<data>`.
    case url(Text)
    /// Kept by the provider, under its own id: means nothing to another.
    case id(Text)
}

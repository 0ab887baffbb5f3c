public import JSON
internal import Wire

extension JSONValue {
    /// A text as Swift's own: what a test compares is short.
    public var string: String? { text?.string }
}

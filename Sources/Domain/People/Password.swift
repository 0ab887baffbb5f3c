/// A new password that will do.
public struct Password: Sendable {
    let text: String

    /// In code points, as the page counts them.
    public static let length = 8...128
    /// 128 characters of the longest kind that people type.
    public static let mostBytes = 2048

    /// Throws `invalid` for one that is too short, too long or the name itself.
    public init(_ text: String, for username: String) throws(ChatError) {
        guard Self.length.contains(text.unicodeScalars.count) else {
            throw .invalid(field: "password", .length(Self.length))
        }
        guard text.lowercased() != username.lowercased() else { throw .invalid(field: "password", .isUserName) }
        self.text = text
    }
}

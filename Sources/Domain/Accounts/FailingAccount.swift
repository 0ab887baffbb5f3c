/// An account that does not work as it should, and the members who may use it.
public struct FailingAccount: Sendable {
    public let row: AccountRow
    /// Their names, in order; the first of them where they are many.
    public let affected: [String]
    public let affectedCount: Int

    public static let mostNames = 10

    init(_ row: AccountRow, affected: [String], count: Int) {
        self.row = row
        self.affected = affected
        affectedCount = count
    }
}

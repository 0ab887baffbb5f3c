public import Transport

extension SealingKey {
    /// What stands in the key file of every process of a test.
    public static let ofTests = SealingKey.random()
    /// What stands in another one.
    public static let ofStrangers = SealingKey.random()
}

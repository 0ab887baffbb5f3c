import Transport

extension Configuration {
    /// What the database's data keys are sealed with.
    var keyFile: String { dataFolder + "/key" }

    /// The key in it. Makes the file at the first start.
    func key() throws -> SealingKey { try SealingKey(fileAt: keyFile) }
}

public import Domain

/// Archives as zips, by libarchive.
public struct Zips: Archives {
    public init() {}

    public func open(_ bytes: StoredBytes) async -> (any OpenArchive)? {
        let reader = ZipReader(bytes)
        return await reader.isZip ? reader : nil
    }

    public func make() -> any ArchiveMaker { ZipWriter() }
}

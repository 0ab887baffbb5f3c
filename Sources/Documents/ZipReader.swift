private import CArchive
import Domain
import Glibc
import Transport

/// Reads a zip from what is kept of an upload. Names are only handed on, sizes are never believed, and nothing is written anywhere.
///
/// A whole zip is read by its directory, which is at its end. One that is cut off has none, and is read from its beginning.
actor ZipReader: OpenArchive {
    private let thread = SerialThread(named: "zip")
    private let bytes: StoredBytes
    private var archive: OpenedZip?
    /// The entry that is open, or the one before the next.
    private var place = -1
    private var isCut = false

    /// More entries are not looked at.
    private static let mostEntries = 500_000
    private static let longestName = 4096

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ bytes: StoredBytes) { self.bytes = bytes }

    /// Whether anything of it can be read as one.
    var isZip: Bool {
        reopen()
        return archive != nil
    }

    func entries() -> (names: [String], isCut: Bool) {
        reopen()
        var names: [String] = []
        while names.count < Self.mostEntries, let name = nextName() { names.append(name) }
        return (names, isCut)
    }

    func go(to entry: Int) -> Bool {
        if archive == nil || entry <= place { reopen() }
        while place < entry {
            guard nextName() != nil else { return false }
        }
        return true
    }

    func next() -> ArchivePiece { archive?.next() ?? .broken }

    /// Nil at the end.
    private func nextName() -> String? {
        guard let archive else { return nil }
        guard let name = archive.nextName(upTo: Self.longestName) else {
            if !archive.isAtEnd { isCut = true }
            return nil
        }
        place += 1
        return name
    }

    private func reopen() {
        ThreadLocale.useUTF8()
        place = -1
        archive = isCut ? nil : OpenedZip(bytes, seeking: true)
        guard archive == nil else { return }
        isCut = true
        archive = OpenedZip(bytes, seeking: false)
    }
}

/// libarchive's handle of one. Belongs to the thread of its reader.
private final class OpenedZip {
    private let handle: OpaquePointer
    private let source: ZipSource
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    /// All entries were gone through.
    private(set) var isAtEnd = false

    /// Nil when it cannot be read this way.
    init?(_ bytes: StoredBytes, seeking: Bool) {
        guard let handle = archive_read_new() else { return nil }
        source = ZipSource(bytes)
        self.handle = handle
        _ =
            seeking
            ? archive_read_support_format_zip_seekable(handle) : archive_read_support_format_zip_streamable(handle)
        archive_read_set_callback_data(handle, Unmanaged.passUnretained(source).toOpaque())
        archive_read_set_read_callback(handle, readZip)
        archive_read_set_skip_callback(handle, skipZip)
        if seeking { archive_read_set_seek_callback(handle, seekZip) }
        // Where it fails, `deinit` frees the handle: everything is initialised by now.
        guard archive_read_open1(handle) == ARCHIVE_OK else { return nil }
    }

    deinit { archive_read_free(handle) }

    func nextName(upTo longest: Int) -> String? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
            isAtEnd = status == ARCHIVE_EOF
            return nil
        }
        guard let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { return "" }
        let length = strnlen(name, longest + 1)
        // It could only be confused with another one.
        guard length <= longest else { return "" }
        return name.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }

    func next() -> ArchivePiece {
        let count = buffer.withUnsafeMutableBytes { archive_read_data(handle, $0.baseAddress, $0.count) }
        if count == 0 { return .end }
        return count > 0 ? .bytes(Array(buffer[..<count])) : .broken
    }
}

/// What libarchive reads from, a piece at a time.
private final class ZipSource {
    let bytes: StoredBytes
    var position = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    init(_ bytes: StoredBytes) { self.bytes = bytes }

    deinit { buffer.deallocate() }

    func read() -> Int {
        guard let piece = bytes.read(position, buffer.count) else { return -1 }
        buffer.copyBytes(from: piece)
        position += piece.count
        return piece.count
    }
}

private func source(_ data: UnsafeMutableRawPointer?) -> ZipSource {
    Unmanaged<ZipSource>.fromOpaque(data!).takeUnretainedValue()
}

private func readZip(
    _: OpaquePointer?, _ data: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
    let source = source(data)
    let count = source.read()
    buffer?.pointee = UnsafeRawPointer(source.buffer.baseAddress)
    return count
}

private func skipZip(_: OpaquePointer?, _ data: UnsafeMutableRawPointer?, _ count: Int64) -> Int64 {
    let source = source(data)
    let skipped = max(0, min(Int(count), source.bytes.count - source.position))
    source.position += skipped
    return Int64(skipped)
}

private func seekZip(_: OpaquePointer?, _ data: UnsafeMutableRawPointer?, _ offset: Int64, _ whence: Int32) -> Int64 {
    let source = source(data)
    let base =
        switch whence {
        case SEEK_SET: 0
        case SEEK_CUR: source.position
        default: source.bytes.count
        }
    let (target, isHuge) = base.addingReportingOverflow(Int(offset))
    guard !isHuge, (0...source.bytes.count).contains(target) else { return Int64(ARCHIVE_FATAL) }
    source.position = target
    return Int64(target)
}

private import CArchive
import Domain
import Glibc
import Transport

/// Makes a zip with libarchive, which packs on a thread of its own. What it is called by is never cut off in the middle of an entry.
actor ZipWriter: ArchiveMaker {
    private let thread = SerialThread(named: "zip")
    private let sink = ZipSink()
    private var handle: OpaquePointer?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    isolated deinit { if let handle { archive_write_free(handle) } }

    func begin(_ name: String, at moment: Timestamp) throws(ChatError) -> [UInt8] {
        let handle = try open()
        guard let entry = archive_entry_new() else { throw Self.failure }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        // A regular file.
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, Int(moment.seconds), 0)
        try check(archive_write_header(handle, entry))
        return sink.take()
    }

    func add(_ bytes: [UInt8]) throws(ChatError) -> [UInt8] {
        let handle = try open()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { archive_write_data(handle, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Self.failure }
            rest = rest.dropFirst(count)
        }
        return sink.take()
    }

    func finish() throws(ChatError) -> [UInt8] {
        try check(archive_write_close(try open()))
        return sink.take()
    }

    private func open() throws(ChatError) -> OpaquePointer {
        if let handle { return handle }
        ThreadLocale.useUTF8()
        guard let made = archive_write_new() else { throw Self.failure }
        handle = made
        try check(archive_write_set_format_zip(made))
        try check(archive_write_set_options(made, "zip:compression-level=1,zip:hdrcharset=UTF-8"))
        try check(archive_write_set_bytes_per_block(made, 0))
        try check(
            archive_write_open(made, Unmanaged.passUnretained(sink).toOpaque(), nil, writeZip, nil))
        return made
    }

    private func check(_ status: Int32) throws(ChatError) {
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw Self.failure }
    }

    private static let failure = ChatError.unavailable(what: "zip")
}

/// What libarchive has written and nobody has taken.
private final class ZipSink {
    private var bytes: [UInt8] = []

    func add(_ more: UnsafeRawBufferPointer) { bytes += more }

    func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}

private func writeZip(
    _: OpaquePointer?, _ data: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
    Unmanaged<ZipSink>.fromOpaque(data!).takeUnretainedValue().add(UnsafeRawBufferPointer(start: bytes, count: count))
    return count
}

private import CArchive
private import CXML2
private import Glibc

/// The text of a Word document: of the paragraphs in `word/document.xml`, a line each. Runs in a process of its own (`chatmirror
/// document-text`), as what reads foreign files may be made to fail.
public enum DocxText {
    /// Exit codes of that process.
    public static let (notDocx, damaged): (Int32, Int32) = (65, 66)
    /// Entries of a document: those of large ones have hundreds.
    private static let mostEntries = 5000
    /// Bytes of XML that are read. Most of them are marks.
    private static let mostXML = 64 << 20
    private static let main = "word/document.xml"

    /// Reads a document from `input`, which can be read from anywhere, and writes its text to `output` as it comes. Returns the exit
    /// code of the process.
    public static func run(from input: Int32, to output: Int32) -> Int32 {
        guard let archive = archive_read_new() else { return damaged }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_fd(archive, input, 65_536) == ARCHIVE_OK else { return notDocx }
        var entry: OpaquePointer?
        for _ in 0..<mostEntries {
            guard archive_read_next_header(archive, &entry) == ARCHIVE_OK, let entry else { return notDocx }
            guard let name = archive_entry_pathname(entry), strcmp(name, main) == 0 else { continue }
            if archive_entry_is_data_encrypted(entry) != 0 { return damaged }
            return text(of: archive, to: output)
        }
        return notDocx
    }

    private static func text(of archive: OpaquePointer, to output: Int32) -> Int32 {
        let writer = Writer(output)
        var handler = xmlSAXHandler()
        handler.initialized = XML_SAX2_MAGIC
        handler.startElementNs = { context, name, _, _, _, _, _, _, _ in Writer.of(context).begin(name) }
        handler.endElementNs = { context, name, _, _ in Writer.of(context).end(name) }
        handler.characters = { context, bytes, count in Writer.of(context).add(bytes, Int(count)) }
        // A document has none; bombs of entities and foreign files do.
        handler.internalSubset = { context, _, _, _ in Writer.of(context).isRefused = true }
        let parser = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(writer).toOpaque(), nil, 0, nil)
        guard let parser else { return damaged }
        defer { xmlFreeParserCtxt(parser) }
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue))
        var buffer = [CChar](repeating: 0, count: 65_536)
        var read = 0
        while true {
            let count = archive_read_data(archive, &buffer, buffer.count)
            guard count >= 0 else { return damaged }
            read += count
            guard read <= mostXML else { break }
            let status = xmlParseChunk(parser, buffer, Int32(count), count == 0 ? 1 : 0)
            guard status == 0, !writer.isRefused else { return damaged }
            if count == 0 || writer.isClosed { break }
        }
        writer.flush()
        return 0
    }
}

/// Writes what stands in `w:t`, a line for each `w:p`.
private final class Writer {
    private let output: Int32
    private var held: [UInt8] = []
    /// How many `w:t` are open.
    private var depth = 0
    var isRefused = false
    /// Whoever reads has enough.
    private(set) var isClosed = false

    init(_ output: Int32) { self.output = output }

    static func of(_ context: UnsafeMutableRawPointer?) -> Writer {
        Unmanaged<Writer>.fromOpaque(context!).takeUnretainedValue()
    }

    func begin(_ name: UnsafePointer<xmlChar>?) {
        switch name.map({ String(cString: $0) }) {
        case "t": depth += 1
        case "tab": put([0x09])
        case "br", "cr": put([0x0A])
        default: break
        }
    }

    func end(_ name: UnsafePointer<xmlChar>?) {
        switch name.map({ String(cString: $0) }) {
        case "t": depth -= 1
        case "p": put([0x0A])
        // Cells of a row stand apart.
        case "tc": put([0x09])
        default: break
        }
    }

    func add(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard depth > 0, let bytes else { return }
        put(UnsafeBufferPointer(start: bytes, count: count))
    }

    private func put(_ bytes: some Sequence<UInt8>) {
        held += bytes
        if held.count > 32_768 { flush() }
    }

    func flush() {
        var rest = held[...]
        while !rest.isEmpty, !isClosed {
            let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count > 0 { rest = rest.dropFirst(count) } else { isClosed = true }
        }
        held = []
    }
}

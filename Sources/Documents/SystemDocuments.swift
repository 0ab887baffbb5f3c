internal import CLinux
public import Domain
internal import Synchronization
internal import Transport

/// Reads documents with what the system has: libmagic, iconv, libuchardet, poppler's pdftotext, and ourselves for Word documents.
public final class SystemDocuments: DocumentReader {
    /// A document that takes its whole time holds up one of them.
    private let lanes: [DocumentLane]
    private let turn = Atomic<Int>(0)

    /// `program` is the path of our own executable; `report` is told what the system lacks, for the log.
    public init(program: String, report: @escaping @Sendable (String) -> Void = { _ in }) {
        let isBoxed = DocumentChild.canBox(program)
        if !isBoxed { report("no boxes can be made here: documents are read under limits of memory and time alone") }
        lanes = (0..<2).map { _ in DocumentLane(DocumentChild(program: program, isBoxed: isBoxed)) }
    }

    public func read(
        _ contents: Files.Reading, of size: Int, as encoding: TextEncoding?
    ) async throws(ChatError) -> Document {
        let number = turn.add(1, ordering: .relaxed).oldValue
        return try await lanes[Int(number.magnitude) % lanes.count].read(contents, of: size, as: encoding)
    }
}

/// One document at a time, on a thread that may wait.
private actor DocumentLane {
    private let child: DocumentChild
    private lazy var magic = Magic()
    private let thread = SerialThread(named: "documents")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ child: DocumentChild) { self.child = child }

    func read(
        _ contents: Files.Reading, of size: Int, as encoding: TextEncoding?
    ) async throws(ChatError) -> Document {
        guard let file = MemoryFile() else { throw Self.unavailable }
        try await contents { piece throws(ChatError) in
            guard file.write(piece) else { throw Self.unavailable }
        }
        return try document(file, of: size, as: encoding)
    }

    private func document(_ file: MemoryFile, of size: Int, as encoding: TextEncoding?) throws(ChatError) -> Document {
        let beginning = file.beginning(upTo: Magic.sample)
        let type = magic?.mediaType(of: beginning)
        if encoding == nil {
            if type == File.Kind.pdf.mediaType || Array(beginning.prefix(1024)).holds("%PDF-") {
                return try pdf(file, size)
            }
            if beginning.starts(with: Array("PK\u{3}\u{4}".utf8)) { return try docx(file, seems: type) }
        }
        return try text(file, of: size, as: encoding, seems: type)
    }

    private func text(
        _ file: MemoryFile, of size: Int, as encoding: TextEncoding?, seems type: String?
    ) throws(ChatError) -> Document {
        // A character of UTF-16 has at most three bytes in UTF-8; no encoding makes less of a byte than one of them.
        let bytes = file.beginning(upTo: FileRules.mostOfText * 4)
        let isCut = bytes.count < size
        guard let (text, found) = TextDecoder.text(of: bytes, as: encoding, isCut: isCut) else {
            if let encoding { throw .file(.notInEncoding(encoding)) }
            throw .file(.unknownKind(seems: type == "application/octet-stream" ? nil : type))
        }
        return Document(.text, text, wasCut: isCut, encoding: found)
    }

    private func pdf(_ file: MemoryFile, _ size: Int) throws(ChatError) -> Document {
        switch child.pdf(file) {
        case .left(code: 0, let text, let isCut): return Document(.pdf, text, wasCut: isCut)
        case .left(127, _, _): throw Self.unavailable
        case .left(let code, _, _) where code < 128:
            // Its own words for it go to nobody.
            throw .file(file.beginning(upTo: size).holds("/Encrypt") ? .locked : .damaged)
        case .left, .killed, .outOfTime: throw .file(.tooComplex)
        case .notStarted: throw Self.unavailable
        }
    }

    private func docx(_ file: MemoryFile, seems type: String?) throws(ChatError) -> Document {
        switch child.docx(file) {
        case .left(code: 0, let text, let isCut): return Document(.docx, text, wasCut: isCut)
        case .left(DocxText.notDocx, _, _): throw .file(.unknownKind(seems: type))
        case .left(DocxText.damaged, _, _): throw .file(.damaged)
        case .left(let code, _, _) where code < 128: throw Self.unavailable
        case .left, .killed, .outOfTime: throw .file(.tooComplex)
        case .notStarted: throw Self.unavailable
        }
    }

    private static let unavailable = ChatError.unavailable(what: "documents")
}

extension Document {
    /// With as much of `text` as is kept, from its first to its last whole character, without the blank lines at its end. What no text
    /// has is left out: programs that read documents put NULs and form feeds between pages.
    fileprivate init(_ kind: File.Kind, _ text: [UInt8], wasCut: Bool, encoding: TextEncoding? = nil) {
        let isCut = wasCut || text.count > FileRules.mostOfText
        var text = text.prefix(FileRules.mostOfText).map { $0 == 0x0C ? 0x0A : $0 }
        text.removeAll { $0 == 0 }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        // Characters that were cut, and what is no UTF-8 all the same, become marks.
        let whole = isCut ? text.count - text.incompleteEnd : text.count
        self.init(
            kind, Array(String(decoding: text.prefix(whole), as: UTF8.self).utf8), isCut: isCut, encoding: encoding)
    }
}

extension [UInt8] {
    /// How many bytes at the end are the beginning of a character whose rest is missing.
    fileprivate var incompleteEnd: Int {
        for (length, byte) in reversed().prefix(4).enumerated() where byte & 0xC0 != 0x80 {
            let wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length + 1 < wanted ? length + 1 : 0
        }
        return 0
    }
}

extension [UInt8] {
    fileprivate func holds(_ word: StaticString) -> Bool {
        guard !isEmpty else { return false }
        return withUnsafeBytes { clinux_memmem($0.baseAddress!, $0.count, word.utf8Start, word.utf8CodeUnitCount) }
            != nil
    }
}

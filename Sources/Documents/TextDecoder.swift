private import CUchardet
internal import Domain
private import Glibc

/// Reads text files, whatever the encoding, into UTF-8.
enum TextDecoder {
    /// The text of `bytes` and what it was read as; nil when they are no text. Without `encoding` that is found out: UTF-8 by looking,
    /// UTF-16 by its mark or its NULs, everything else by guessing, which may be wrong. `isCut`: the last character may be incomplete.
    static func text(of bytes: [UInt8], as encoding: TextEncoding?, isCut: Bool) -> ([UInt8], TextEncoding)? {
        let bytes = bytes[...]
        if let encoding { return decode(bytes, as: encoding, isCut: isCut).map { ($0, encoding) } }
        if let text = decode(bytes, as: .utf8, isCut: isCut) { return (text, .utf8) }
        for encoding in wide(bytes) {
            if let text = decode(bytes, as: encoding, isCut: isCut) { return (text, encoding) }
        }
        guard !bytes.contains(0) else { return nil }
        for encoding in guesses(bytes) {
            if let text = decode(bytes, as: encoding, isCut: isCut) { return (text, encoding) }
        }
        return nil
    }

    /// nil where the bytes are not in the encoding. NUL is in no text.
    private static func decode(_ bytes: ArraySlice<UInt8>, as encoding: TextEncoding, isCut: Bool) -> [UInt8]? {
        let text: [UInt8]?
        switch encoding {
        case .utf8: text = validated(bytes, isCut: isCut)
        default: text = converted(bytes, from: encoding, isCut: isCut)
        }
        guard var text, !text.contains(0) else { return nil }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        return text
    }

    private static func validated(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> [UInt8]? {
        // A character has four bytes: of a cut one at most three are there.
        for missing in 0...(isCut ? min(3, bytes.count) : 0) {
            let part = Array(bytes.dropLast(missing))
            if (try? UTF8Span(validating: part.span)) != nil { return part }
        }
        return nil
    }

    private static func converted(_ bytes: ArraySlice<UInt8>, from encoding: TextEncoding, isCut: Bool) -> [UInt8]? {
        let converter = iconv_open("UTF-8", encoding.converterName)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map(CChar.init(bitPattern:))
        var output: [UInt8] = []
        var buffer = [CChar](repeating: 0, count: 65_536)
        let isWhole = input.withUnsafeMutableBufferPointer { input in
            var (from, left) = (input.baseAddress, input.count)
            while left > 0 {
                let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
                    var (to, room) = (buffer.baseAddress, buffer.count)
                    let status = iconv(converter, &from, &left, &to, &room)
                    // What C calls the largest size is -1 here.
                    return (status == -1 ? errno : 0, buffer.count - room)
                }
                output += buffer.prefix(count).map(UInt8.init(bitPattern:))
                switch status {
                case 0, E2BIG: continue
                // A character that is incomplete at the end.
                case EINVAL: return isCut
                default: return false
                }
            }
            return true
        }
        return isWhole ? output : nil
    }
}

// MARK: Finding out

extension TextDecoder {
    /// UTF-16 marks its order, or shows it by where the NULs of plain characters are.
    private static func wide(_ bytes: ArraySlice<UInt8>) -> [TextEncoding] {
        if bytes.starts(with: [0xFF, 0xFE]) { return [.utf16LittleEndian] }
        if bytes.starts(with: [0xFE, 0xFF]) { return [.utf16BigEndian] }
        var zeros = (even: 0, odd: 0)
        for (index, byte) in bytes.prefix(sample).enumerated() where byte == 0 {
            if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        switch zeros {
        case (0, 1...): return [.utf16LittleEndian]
        case (1..., 0): return [.utf16BigEndian]
        default: return []
        }
    }

    /// Best first. libuchardet takes a few Chinese characters for Greek, Russian or French.
    private static func guesses(_ bytes: ArraySlice<UInt8>) -> [TextEncoding] {
        let guess = guess(bytes)
        switch guess {
        case nil, .windows1252, .windows1251, .koi8R:
            return (isInPairs(bytes) ? [.gb18030] : []) + [guess ?? .windows1252, .windows1252]
        case let guess?: return [guess, .gb18030, .windows1252]
        }
    }

    private static func guess(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let part = bytes.prefix(sample).map(CChar.init(bitPattern:))
        guard uchardet_handle_data(detector, part, part.count) == 0 else { return nil }
        uchardet_data_end(detector)
        guard let name = uchardet_get_charset(detector) else { return nil }
        return TextEncoding(detected: String(cString: name))
    }

    /// Whether bytes beyond ASCII stand in pairs, as those of Chinese characters do and those of Western letters seldom.
    private static func isInPairs(_ bytes: ArraySlice<UInt8>) -> Bool {
        var run = 0
        for byte in bytes.prefix(sample) {
            if byte >= 0x80 {
                run += 1
            } else {
                guard run.isMultiple(of: 2) else { return false }
                run = 0
            }
        }
        return true
    }

    /// Bytes that are enough to tell.
    private static let sample = 65_536
}

extension TextEncoding {
    /// As libuchardet names them; nil for those that are hardly written.
    fileprivate init?(detected name: String) {
        switch name {
        case "GB18030", "HZ-GB-2312": self = .gb18030
        case "BIG5": self = .big5
        case "SHIFT_JIS": self = .shiftJIS
        case "EUC-JP": self = .eucJP
        case "ISO-2022-JP": self = .iso2022JP
        case "EUC-KR", "UHC": self = .eucKR
        case "WINDOWS-1251": self = .windows1251
        case "KOI8-R": self = .koi8R
        case "WINDOWS-1252", "ISO-8859-1", "ISO-8859-15": self = .windows1252
        default: return nil
        }
    }

    /// As iconv names them. Two are read as what holds them, as browsers do.
    fileprivate var converterName: String {
        switch self {
        case .eucKR: "CP949"
        case .shiftJIS: "CP932"
        default: rawValue
        }
    }
}

/// How the bytes of a text file stand for characters. Raw values are IANA's names.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    /// Holds GBK and GB2312.
    case gb18030 = "GB18030"
    case big5 = "Big5"
    case shiftJIS = "Shift_JIS"
    case eucJP = "EUC-JP"
    case iso2022JP = "ISO-2022-JP"
    case eucKR = "EUC-KR"
    case windows1251 = "windows-1251"
    case koi8R = "KOI8-R"
    /// Holds ISO-8859-1, as browsers read it.
    case windows1252 = "windows-1252"
}

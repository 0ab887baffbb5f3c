import Glibc

/// Names beyond ASCII: libarchive gives none, and takes none, in the locale that a process begins with.
enum ThreadLocale {
    // Made once, and never changed: any number of threads may use it.
    nonisolated(unsafe) private static let utf8 = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)

    /// For the thread that calls.
    static func useUTF8() {
        if let utf8 { uselocale(utf8) }
    }
}

private import CMagic

/// Tells kinds of files by their contents, as the system's `file` does. Not for two threads at once: libmagic crashes then.
///
/// It says what a file seems to be, for a person to read. What is served never takes its type from here: it calls a page behind 5,000
/// blanks plain text.
final class Magic {
    private let handle: magic_t

    /// Of a file's beginning. A few KiB of blank lines cost it as many milliseconds.
    static let sample = 4096

    /// nil where the system's table of kinds is missing or cannot be read.
    init?() {
        guard let handle = magic_open(MAGIC_MIME_TYPE) else { return nil }
        var longest = 128
        guard magic_setparam(handle, MAGIC_PARAM_REGEX_MAX, &longest) == 0, magic_load(handle, nil) == 0 else {
            magic_close(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { magic_close(handle) }

    /// The media type that the first bytes of a file speak for; nil where libmagic fails.
    func mediaType(of beginning: some Collection<UInt8>) -> String? {
        let sample = Array(beginning.prefix(Self.sample))
        return magic_buffer(handle, sample, sample.count).map { String(cString: $0) }
    }
}

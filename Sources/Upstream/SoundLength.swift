internal import JSON
internal import Wire

/// How long a file of sound is, by its bytes as they come: exactly for PCM, WAV and MP3, which speech mostly is; of other kinds as if
/// they had 128 kbit for a second.
struct SoundLength {
    private var kind: Kind
    private var count = 0
    /// Bytes that are looked at once there are more of them.
    private var rest: [UInt8] = []
    /// Samples by the frames of an MP3, of so many for a second.
    private var samples = 0
    private var rate = 0
    /// Bytes of a frame, or of its tag, that are still to come.
    private var passing = 0

    private enum Kind: Equatable {
        /// Of which kind is seen by the first bytes.
        case unknown
        case pcm
        case wav(bytesPerSecond: Int)
        case mp3
        case other
    }

    init(ofType mediaType: Text) {
        let name = mediaType.split(separator: UInt8(ascii: ";")).first?.trimmed.asciiLowercased ?? ""
        kind = ["audio/pcm", "audio/l16"].contains(name) ? .pcm : .unknown
    }

    /// Speech of OpenAI's: 24,000 samples of two bytes a second.
    private static let speechRate = 48_000

    static func guess(ofBytes count: Int) -> Int { count / 16 }

    var milliseconds: Int {
        switch kind {
        case .pcm: count * 1000 / Self.speechRate
        case .wav(let bytesPerSecond): count * 1000 / bytesPerSecond
        case .mp3 where rate > 0: samples * 1000 / rate
        case .unknown, .mp3, .other: Self.guess(ofBytes: count)
        }
    }

    mutating func read(_ bytes: [UInt8]) {
        count += bytes.count
        switch kind {
        case .pcm, .wav, .other: return
        case .unknown:
            rest += bytes
            begin()
        case .mp3:
            rest += bytes
            readFrames()
        }
    }
}

// MARK: What it is

extension SoundLength {
    /// A WAV's head as it is written for streams, with room for what some put before its samples.
    private static let longestHead = 4096

    private mutating func begin() {
        guard rest.count >= 12 else { return }
        if rest.starts(with: "RIFF".utf8) { return readHead() }
        if rest.starts(with: "ID3".utf8) {
            // Seven bits of each byte.
            passing = 10 + rest[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        }
        guard passing > 0 || Frame(rest[...]) != nil else {
            (kind, rest) = (.other, [])
            return
        }
        kind = .mp3
        readFrames()
    }

    /// Chunks: a name of four letters, a length of four bytes, so many bytes. The samples' own length is not to be trusted: a stream's
    /// is not known when it begins.
    private mutating func readHead() {
        var (at, bytesPerSecond) = (12, 0)
        while at + 8 <= rest.count {
            let name = rest[at..<at + 4]
            if name.elementsEqual("data".utf8) {
                (kind, rest) = (bytesPerSecond > 0 ? .wav(bytesPerSecond: bytesPerSecond) : .other, [])
                count -= at + 8
                return
            }
            let length = number(at: at + 4)
            if name.elementsEqual("fmt ".utf8), at + 20 <= rest.count { bytesPerSecond = number(at: at + 16) }
            at += 8 + length + length % 2
        }
        if rest.count > Self.longestHead { (kind, rest) = (.other, []) }
    }

    /// The lowest byte comes first.
    private func number(at place: Int) -> Int {
        rest[place..<place + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

// MARK: MP3

extension SoundLength {
    /// The head of a frame of MPEG audio, layer III (ISO 11172-3, 13818-3).
    private struct Frame {
        let length: Int
        let samples: Int
        let rate: Int

        private static let rates = [44_100, 48_000, 32_000]
        /// In kbit for a second, of version 1 and of the others.
        private static let bits = [
            [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
            [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        ]

        init?(_ bytes: ArraySlice<UInt8>) {
            let head = Array(bytes.prefix(4)).map(Int.init)
            guard head.count == 4, head[0] == 0xFF, head[1] & 0xE6 == 0xE2 else { return nil }
            let (version, bit, rate) = (head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3)
            guard version != 1, (1...14).contains(bit), rate < 3 else { return nil }
            let isFirst = version == 3
            self.rate = Self.rates[rate] / (isFirst ? 1 : version == 2 ? 2 : 4)
            samples = isFirst ? 1152 : 576
            length = samples / 8 * Self.bits[isFirst ? 0 : 1][bit - 1] * 1000 / self.rate + (head[2] >> 1 & 1)
        }
    }

    private mutating func readFrames() {
        var at = 0
        while at < rest.count {
            if passing > 0 {
                let some = min(passing, rest.count - at)
                passing -= some
                at += some
                continue
            }
            guard rest.count - at >= 4 else { break }
            guard let frame = Frame(rest[at...]) else {
                // No frame: a tag at the end, or something between two.
                at += 1
                continue
            }
            samples += frame.samples
            rate = frame.rate
            passing = frame.length
        }
        rest = at < rest.count ? Array(rest[at...]) : []
    }
}

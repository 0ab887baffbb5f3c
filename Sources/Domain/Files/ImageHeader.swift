/// Reads from the first bytes of an image which of the four kinds it is and how many pixels it has. Nothing is decoded, and at most
/// thirty bytes are held however long the header is.
struct ImageHeader {
    private var held: [UInt8] = []
    /// Bytes to pass over before the next are looked at.
    private var skipped = 0
    /// Behind the first two bytes of a JPEG, which is a row of segments.
    private var isJPEG = false
    private(set) var outcome = Outcome.undecided

    enum Outcome: Equatable {
        case undecided
        case image(File.Kind, PixelSize)
        case unknown
        /// It begins as an image and is none.
        case damaged
    }

    /// Of a whole file.
    static func isOfImage(_ bytes: [UInt8]) -> Bool {
        var header = ImageHeader()
        header.take(bytes)
        if case .image = header.outcome { return true }
        return false
    }

    /// Takes the next bytes of the file.
    mutating func take(_ piece: [UInt8]) {
        var index = 0
        while outcome == .undecided, index < piece.count {
            if skipped > 0 {
                let passed = min(skipped, piece.count - index)
                skipped -= passed
                index += passed
            } else {
                held.append(piece[index])
                index += 1
                outcome = isJPEG ? segment() : beginning()
            }
        }
    }

    /// There are no more bytes.
    mutating func end() {
        guard outcome == .undecided else { return }
        outcome = isJPEG || held.count >= 4 ? .damaged : .unknown
    }
}

// MARK: The beginning

extension ImageHeader {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let gif = Array("GIF8".utf8)
    private static let riff = Array("RIFF".utf8)

    private mutating func beginning() -> Outcome {
        if begins(with: Self.png) { return held.count < 24 ? .undecided : pngSize() }
        if begins(with: [0xFF, 0xD8]) {
            if held.count == 2 {
                isJPEG = true
                held = []
            }
            return .undecided
        }
        if begins(with: Self.gif) { return held.count < 10 ? .undecided : gifSize() }
        if begins(with: Self.riff) { return webP() }
        return .unknown
    }

    /// As far as either goes.
    private func begins(with signature: [UInt8]) -> Bool { zip(held, signature).allSatisfy(==) }

    private func pngSize() -> Outcome {
        guard word(8, "IHDR", behind: 4), big(8, 4) == 13 else { return .damaged }
        return size(.png, big(16, 4), big(20, 4))
    }

    private func gifSize() -> Outcome {
        guard held[4] == UInt8(ascii: "7") || held[4] == UInt8(ascii: "9"), held[5] == UInt8(ascii: "a") else {
            return .unknown
        }
        return size(.gif, little(6, 2), little(8, 2))
    }

    /// A simple picture, one without loss, or a container with a canvas. Other things are RIFF as well.
    private func webP() -> Outcome {
        guard held.count >= 12 else { return .undecided }
        guard word(8, "WEBP") else { return .unknown }
        guard held.count >= 16 else { return .undecided }
        let isLossless = word(12, "VP8L")
        guard held.count >= (isLossless ? 25 : 30) else { return .undecided }
        if isLossless {
            guard held[20] == 0x2F else { return .damaged }
            let bits = little(21, 4)
            return size(.webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        if word(12, "VP8X") { return size(.webp, little(24, 3) + 1, little(27, 3) + 1) }
        let isKeyFrame = held[20] & 1 == 0 && held[23...25].elementsEqual([0x9D, 0x01, 0x2A])
        guard word(12, "VP8 "), isKeyFrame else { return .damaged }
        return size(.webp, little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF)
    }

    private func size(_ kind: File.Kind, _ width: Int, _ height: Int) -> Outcome {
        guard (1...Int(Int32.max)).contains(width), (1...Int(Int32.max)).contains(height) else { return .damaged }
        return .image(kind, PixelSize(width: width, height: height))
    }

    private func word(_ place: Int, _ word: String, behind length: Int = 0) -> Bool {
        held.dropFirst(place + length).prefix(word.utf8.count).elementsEqual(word.utf8)
    }

    private func big(_ place: Int, _ count: Int) -> Int { held[place..<place + count].reduce(0) { $0 << 8 | Int($1) } }

    private func little(_ place: Int, _ count: Int) -> Int {
        held[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

// MARK: JPEG

extension ImageHeader {
    /// Passes over segments up to the one that describes the frame.
    private mutating func segment() -> Outcome {
        guard held[0] == 0xFF else { return .damaged }
        guard held.count > 1 else { return .undecided }
        let mark = held[1]
        if mark == 0xFF {
            // Any number of these may stand before a mark.
            held.removeLast()
            return .undecided
        }
        // Without a length: no segment, or the end or the picture itself before its frame.
        guard mark >= 0xC0, !(0xD0...0xDA).contains(mark) else { return .damaged }
        guard held.count >= 4 else { return .undecided }
        let length = big(2, 2)
        let isFrame = mark <= 0xCF && ![0xC4, 0xC8, 0xCC].contains(mark)
        guard length >= (isFrame ? 8 : 2) else { return .damaged }
        guard isFrame else {
            skipped = length - 2
            held = []
            return .undecided
        }
        return held.count < 9 ? .undecided : size(.jpeg, big(7, 2), big(5, 2))
    }
}

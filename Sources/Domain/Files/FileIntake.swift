import Synchronization

/// Looks at the contents of a file as they come, and counts them. What is no image may be a document, which shows only in the whole.
final class FileIntake: Sendable {
    private let announced: Int
    private let state = Mutex(State())

    private struct State {
        var header = ImageHeader()
        var count = 0
    }

    init(_ announced: Int) { self.announced = announced }

    /// The same piece, once it was looked at. Throws `file` for what cannot become the file that was announced.
    func take(_ piece: [UInt8]?) throws(ChatError) -> [UInt8]? {
        let (outcome, count) = state.withLock { state in
            if let piece { state.header.take(piece) } else { state.header.end() }
            state.count += piece?.count ?? 0
            return (state.header.outcome, state.count)
        }
        guard piece == nil ? count == announced : count <= announced else {
            throw .file(.sizeDiffers(announced: announced))
        }
        switch outcome {
        case .undecided, .unknown: break
        case .damaged: throw .file(.damaged)
        case .image(_, let pixels):
            guard announced <= FileRules.mostOfImage else { throw .file(.tooLarge(limit: FileRules.mostOfImage)) }
            try FileRules.check(pixels)
        }
        return piece
    }

    /// What the contents are, once they are complete; nil unless an image.
    var image: (File.Kind, PixelSize)? {
        guard case .image(let kind, let pixels) = state.withLock({ $0.header.outcome }) else { return nil }
        return (kind, pixels)
    }
}

/// Bytes on their way into safekeeping: a version, the head of the stream, and the sealed pieces, as they come.
public struct SealingStream {
    private var sealer: PieceSealer
    private var held: [UInt8] = []
    private var isBegun = false

    static let version = Array("v1".utf8)

    /// `key`: of `PieceSeal.randomKey`. `place` is wanted again to open it.
    public init(key: [UInt8], for place: [UInt8]) { sealer = PieceSealer(key: key, for: place) }

    /// What may be written now. The last piece is marked as such, so one is held back.
    public mutating func add(_ bytes: [UInt8]) -> [UInt8] {
        held += bytes
        var sealed = head()
        var begin = 0
        while held.count - begin > PieceSeal.pieceSize {
            let end = begin + PieceSeal.pieceSize
            sealed += sealer.seal(Array(held[begin..<end]), isLast: false)
            begin = end
        }
        held.removeFirst(begin)
        return sealed
    }

    /// The end.
    public mutating func finish() -> [UInt8] { head() + sealer.seal(held, isLast: true) }

    private mutating func head() -> [UInt8] {
        guard !isBegun else { return [] }
        isBegun = true
        return Self.version + sealer.header
    }
}

/// The same on their way back, in portions of any size.
public struct OpeningStream {
    private let key: [UInt8]
    private let place: [UInt8]
    private var opener: PieceOpener?
    private var held: [UInt8] = []
    private var isOver = false

    private static let headSize = SealingStream.version.count + PieceSeal.headerSize
    private static let sealedSize = PieceSeal.pieceSize + PieceSeal.overhead

    public init(key: [UInt8], for place: [UInt8]) {
        self.key = key
        self.place = place
    }

    /// What the portion completes, which may be nothing. Throws for what was not sealed so, or was changed.
    public mutating func add(_ bytes: [UInt8]) throws(SealingKey.NotSealedHere) -> [UInt8] {
        held += bytes
        if opener == nil {
            guard held.count >= Self.headSize else { return [] }
            guard held.starts(with: SealingStream.version) else { throw .init() }
            let header = Array(held[SealingStream.version.count..<Self.headSize])
            opener = try PieceOpener(key: key, header: header, for: place)
            held.removeFirst(Self.headSize)
        }
        var opened: [UInt8] = []
        var begin = 0
        while held.count - begin >= Self.sealedSize {
            opened += try open(Array(held[begin..<begin + Self.sealedSize]))
            begin += Self.sealedSize
        }
        held.removeFirst(begin)
        return opened
    }

    /// The last piece. Throws when it is missing: what was cut off is nobody's.
    public mutating func finish() throws(SealingKey.NotSealedHere) -> [UInt8] {
        let rest = held.isEmpty ? [] : try open(held)
        guard isOver else { throw .init() }
        return rest
    }

    private mutating func open(_ sealed: [UInt8]) throws(SealingKey.NotSealedHere) -> [UInt8] {
        guard !isOver, opener != nil else { throw .init() }
        let (piece, isLast) = try opener!.open(sealed)
        isOver = isLast
        return piece
    }
}

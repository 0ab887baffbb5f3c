import Domain
import HTTP
import JSON
import Transport
import Wire

/// Reads an export that is uploaded onto the disk, as it is or as the field `file` of a form.
struct ImportUpload {
    private let spool: Spool
    private let limit: Int
    private var parser: MultipartParser?
    private var isInFile = false
    private var files = 0

    init(_ spool: Spool, limit: Int) {
        self.spool = spool
        self.limit = limit
    }

    /// Throws `tooLarge`, `invalid` for what is cut off or holds nothing, and `unavailable` when the disk has no room for it.
    mutating func read(_ request: Request) async throws(ChatError) {
        let type = request.headers["content-type"] ?? ""
        if type.asciiLowercased.hasPrefix("multipart/") {
            do throws(Refusal) { parser = try MultipartParser(contentType: type) } catch { throw Self.incomplete }
        }
        while let piece = try await next(of: request.body) {
            if parser == nil { try keep(piece) } else { try take(piece) }
        }
        guard parser?.isComplete != false else { throw Self.incomplete }
        guard spool.count > 0 else { throw .invalid(field: "file", .missing) }
    }

    private func next(of body: RequestBody) async throws(ChatError) -> [UInt8]? {
        do throws(BodyError) {
            return try await body.next(upTo: limit)
        } catch {
            throw error == .tooLarge ? .tooLarge(limit: limit) : Self.incomplete
        }
    }

    private mutating func take(_ piece: [UInt8]) throws(ChatError) {
        parser?.feed(piece)
        while let event = try nextEvent() {
            switch event {
            case .part(let head):
                isInFile = head.name == "file" && files == 0
                if isInFile { files += 1 }
            case .bytes(let bytes): if isInFile { try keep(bytes) }
            case .partEnd: isInFile = false
            }
        }
    }

    private mutating func nextEvent() throws(ChatError) -> MultipartEvent? {
        do throws(Refusal) { return try parser?.next() } catch { throw Self.incomplete }
    }

    private func keep(_ bytes: [UInt8]) throws(ChatError) {
        do throws(Spool.Failure) { try spool.append(bytes) } catch { throw .unavailable(what: "uploads") }
    }

    private static let incomplete = ChatError.invalid(field: "body", .incomplete)
}

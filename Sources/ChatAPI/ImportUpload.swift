import Domain
import HTTP
import JSON
import Transport
import Web
import Wire

/// Reads an export that is uploaded onto the disk: the body itself, or the part `file` of a form.
struct ImportUpload {
    private let spool: Spool
    private let limit: Int

    init(_ spool: Spool, limit: Int) {
        self.spool = spool
        self.limit = limit
    }

    /// Throws `tooLarge`, `invalid` for what is cut off, is no form with one `file`, or holds nothing, and `unavailable` when the disk has
    /// no room for it.
    func read(_ request: Request) async throws(ChatError) {
        if request.isFormWithFiles {
            try await read(formOf: request)
        } else {
            while let piece = try await next(of: request.body) { try keep(piece) }
        }
        guard spool.count > 0 else { throw .invalid(field: "body", .empty) }
    }

    private func read(formOf request: Request) async throws(ChatError) {
        var parser: MultipartParser
        do throws(Refusal) {
            parser = try MultipartParser(contentType: request.headers["content-type"] ?? "")
        } catch { throw .invalid(field: "body", .notAForm) }
        var (isFile, files) = (false, 0)
        while let piece = try await next(of: request.body) {
            parser.feed(piece)
            while let event = try next(in: &parser) {
                switch event {
                case .part(let head):
                    isFile = head.name == "file"
                    if isFile { files += 1 }
                    guard files <= 1 else { throw .invalid(field: "file", .occursTwice) }
                case .bytes(let bytes): if isFile { try keep(bytes) }
                case .partEnd: isFile = false
                }
            }
        }
        guard parser.isComplete else { throw .invalid(field: "body", .incomplete) }
        guard files == 1 else { throw .invalid(field: "file", .missing) }
    }

    private func next(in parser: inout MultipartParser) throws(ChatError) -> MultipartEvent? {
        do throws(Refusal) { return try parser.next() } catch { throw .invalid(field: "body", .notAForm) }
    }

    private func keep(_ piece: [UInt8]) throws(ChatError) {
        do throws(Spool.Failure) { try spool.append(piece) } catch { throw .unavailable(what: "uploads") }
    }

    private func next(of body: RequestBody) async throws(ChatError) -> [UInt8]? {
        do throws(BodyError) {
            return try await body.next(upTo: limit)
        } catch {
            throw error == .tooLarge ? .tooLarge(limit: limit) : .invalid(field: "body", .incomplete)
        }
    }
}

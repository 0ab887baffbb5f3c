import HTTP
import JSON
import Transport
import Wire

/// A server on a free port of loopback.
struct RunningServer {
    let loops: LoopGroup
    let server: HTTPServer
    let port: Int

    init(_ count: Int = 1, _ options: ServerOptions = .patient, handler: @escaping Handler = RunningServer.echo)
        throws
    {
        loops = LoopGroup(count: count)
        server = HTTPServer(loops: loops, options: options, log: Log(sink: { _ in }), handler: handler)
        port = try server.listen(host: "127.0.0.1", port: 0)
    }

    func client(receiveBuffer: Int32 = 0) -> RawClient { RawClient(port: port, receiveBuffer: receiveBuffer) }

    /// `/stream` answers piece by piece; everything else says what was asked.
    static let echo: Handler = { request in
        if request.path == "/stream" {
            return Response(
                200,
                body: .written { writer in
                    for piece in ["one ", "two ", "three"] { try await writer.write(Array(piece.utf8)) }
                })
        }
        let body: [UInt8]
        do throws(BodyError) {
            body = try await request.body.collect(upTo: 1 << 20)
        } catch {
            return Response(error == .tooLarge ? 413 : error == .timedOut ? 408 : 400)
        }
        let target = request.path + (request.query.map { "?" + $0 } ?? "")
        return Response(200, body: .bytes(Array("\(request.method) \(target) ".utf8) + body))
    }
}

extension ServerOptions {
    /// As in production, except that a client that is told to go is not waited for.
    static var patient: ServerOptions {
        var options = ServerOptions()
        options.lingerTime = .milliseconds(50)
        return options
    }
}

import HTTP
import Testing
import Transport
import Wire

@Suite(.onItsOwnThread, .timeLimit(.minutes(5))) struct DeadlineTests {
    @Test func `a head that does not end in time is refused`() throws {
        var options = ServerOptions.patient
        options.headTime = .milliseconds(50)
        let server = try RunningServer(1, options)
        let client = server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n")
        #expect(client.answer()?.status == 408)
        #expect(client.rest() == [])
    }

    @Test func `dripping bytes do not prolong a head`() throws {
        var options = ServerOptions.patient
        options.headTime = .milliseconds(100)
        let server = try RunningServer(1, options)
        let client = server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n")
        // Each byte comes well within the limit; only all of them together do not.
        var drips = 0
        while !client.isClosed(within: 20), drips < 1000 {
            client.send("X")
            drips += 1
        }
        #expect(drips > 0 && drips < 1000)
    }

    @Test func `an idle connection is closed without a word`() throws {
        var options = ServerOptions.patient
        options.idleTime = .milliseconds(50)
        let server = try RunningServer(1, options)
        let client = server.client()
        #expect(client.rest() == [])
        let second = server.client()
        second.send(ConformanceRow.next)
        #expect(second.answer()?.status == 200)
        #expect(second.rest() == [])
    }

    @Test func `a handler may take longer than an idle connection`() throws {
        var options = ServerOptions.patient
        options.idleTime = .milliseconds(20)
        options.headTime = .milliseconds(20)
        let server = try RunningServer(1, options) { _ in
            await EventLoop.current!.sleep(for: .milliseconds(200))
            return Response(200)
        }
        let client = server.client()
        client.send(ConformanceRow.next)
        #expect(client.answer()?.status == 200)
    }

    @Test func `a body that comes too slowly is given up`() throws {
        var options = ServerOptions.patient
        options.bodyGrace = .milliseconds(50)
        let server = try RunningServer(1, options)
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        #expect(client.answer()?.status == 408)
        #expect(client.rest() == [])
    }

    @Test func `a body that nobody reads does not keep the connection for long`() throws {
        var options = ServerOptions.patient
        options.bodyGrace = .milliseconds(50)
        let server = try RunningServer(1, options) { _ in Response(404) }
        let client = server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        #expect(client.answer()?.status == 404)
        #expect(client.rest() == [])
    }
}

public import Database
public import Domain
internal import JSON
internal import Transport

/// Signals between processes by publish and subscribe: small, quick, and lost when nobody listens.
public struct RedisBroadcast: Broadcast {
    private let client: RedisClient
    private let channel: String
    /// Names this process, which does not listen to itself.
    private let sender = Key<RedisBroadcast>.random()

    public init(client: RedisClient, prefix: String = "cm:") {
        self.client = client
        channel = "\(prefix)signals"
    }

    public func send(_ signal: Signal) async {
        var message = signal.json
        message["from"] = .string(sender.text)
        _ = try? await client.pipeline([[Array("PUBLISH".utf8), Array(channel.utf8), message.bytes]])
    }

    public func signals() -> AsyncStream<Signal> {
        let messages = client.messages(on: channel)
        let sender = sender.text
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        let task = Task(executorPreference: client.loop) {
            for await message in messages {
                guard let json = try? JSONValue(parsing: message), json["from"]?.text != Text(sender) else { continue }
                // What a later version sends is not for this one.
                if let signal = Signal(json) { continuation.yield(signal) }
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }
}

extension Signal {
    fileprivate var json: JSONValue {
        switch self {
        case .stop(let conversation, let owner):
            ["signal": "stop", "conversation": .string(conversation.text), "owner": .integer(owner.value)]
        case .stopAll(let owner): ["signal": "stop_all", "owner": .integer(owner.value)]
        case .stopCalls(let key): ["signal": "stop_calls", "key": .integer(key.value)]
        case .stopCall(let call, let owner):
            ["signal": "stop_call", "call": .string(call.text), "owner": .integer(owner.value)]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if json["signal"] == "stop_calls", let key = json["key"]?.integer {
            self = .stopCalls(ID(key))
            return
        }
        guard let owner = json["owner"]?.integer else { return nil }
        switch json["signal"]?.text {
        case "stop":
            guard let conversation = json["conversation"]?.text.flatMap({ Key<Conversation>($0.string) }) else {
                return nil
            }
            self = .stop(conversation, ID(owner))
        case "stop_all": self = .stopAll(ID(owner))
        case "stop_call":
            guard let call = json["call"]?.text.flatMap({ Key<Charge>($0.string) }) else { return nil }
            self = .stopCall(call, ID(owner))
        default: return nil
        }
    }
}

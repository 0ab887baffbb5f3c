import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

@Suite struct HTTPBackendSecrecyTests {
    @Test func `the key is taken out of what an upstream says`() async {
        let key = Secret.test.reveal()
        for message in ["Incorrect API key: \(key).", "\(key)", "a\(key)b\(key)c", "Bearer \(key)"] {
            let asked = await Asked.asking(.refusal(401, code: key, message))
            let detail = asked.failure?.detail ?? ""
            #expect(detail.contains("…"))
            #expect(!detail.contains("0123456789"))
        }
    }

    @Test func `words of the conversation are taken out of what an upstream says`() async {
        let question = "My doctor says that I have\na rare disease. 我的医生说我得了一种罕见的病。"
        for message in [
            "Invalid input: 'My doctor says that I have'", "flagged: a rare disease. 我的医生", "reason: 说我得了一种罕见的病",
            "system: You are kind to everyone.",
            "near 'doctor'", "near \"罕见\"",
        ] {
            let asked = await Asked.asking(.refusal(400, code: "content_policy", message), question)
            let detail = asked.failure?.detail ?? ""
            #expect(detail.hasPrefix("content_policy: "))
            #expect(detail.contains("…"))
            for word in ["doctor", "disease", "医生", "罕见", "kind to"] { #expect(!detail.contains(word), "\(detail)") }
        }
    }

    @Test func `a short question is taken out as well`() async {
        let asked = await Asked.asking(.refusal(400, code: "", "Your message pin 1234 was refused"), "pin 1234")
        #expect(
            asked.failure?.detail == ": Your message '…' was refused" || asked.failure?.detail.contains("1234") == false
        )
    }

    @Test func `what an upstream says is cut to 300 characters on one line`() async {
        let asked = await Asked.asking(.refusal(500, code: "", "a\nb\u{1B}[31m" + String(repeating: "漢", count: 5000)))
        let detail = asked.failure?.detail ?? ""
        #expect(detail.count <= 300)
        #expect(detail.hasSuffix("漢…"))
        #expect(detail.utf8.allSatisfy { $0 >= 32 })
    }

    @Test func `a broken stream quotes nothing of the answer`() async {
        let steps: [ScriptedUpstream.Step] = [
            .eventStream, .delta("a secret answer"), .chunk("data: secret rubbish\n\n"), .lastChunk,
        ]
        let asked = await Asked.asking(steps)
        #expect(asked.failure?.code == .upstreamIncomplete)
        #expect(asked.failure?.detail.contains("secret") == false)
        #expect(asked.findings == AccountFindings(skipped: 1))
    }
}

import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// How much of a ChatGPT account is used, and which models it has.
@Suite(.timeLimit(.minutes(5))) struct CodexUsageTests {
    private let pair = ScriptedLogin.pair(ScriptedLogin.access(expires: 4_000_000_000))

    private let limits: JSONValue = [
        "type": "codex.rate_limits", "plan_type": "plus",
        "rate_limits": [
            "allowed": true, "limit_reached": false,
            "primary": ["used_percent": .double(12.5), "window_minutes": 300, "reset_at": 1_764_310_000],
            "secondary": ["used_percent": 40, "window_minutes": 10_080, "reset_at": 1_764_800_000],
        ],
    ]

    private let expected = [
        UsageWindow("5h", usedPercent: 12.5, resetsAt: Timestamp(seconds: 1_764_310_000), isReached: false),
        UsageWindow("7d", usedPercent: 40, resetsAt: Timestamp(seconds: 1_764_800_000), isReached: false),
    ]

    @Test func `windows are read from the events of an answer, which go no further`() async {
        await CodexBench.serving({ [limits] _ in .codex("Hello", before: [limits]) }) { [pair, expected] bench in
            let account = bench.account(pair)
            let asked = await bench.ask(account, with: pair)
            #expect(asked.text == "Hello")
            #expect(asked.findings.windows == expected)
            #expect(asked.events.allSatisfy { if case .findings = $0 { false } else { true } })
        }
    }

    @Test func `windows are read from the head of an answer`() async {
        await CodexBench.serving({ _ in
            .codex(
                "Hello", headers: ("x-codex-primary-used-percent", "7.5"), ("x-codex-primary-window-minutes", "300"),
                ("x-codex-primary-reset-at", "1764310000"), ("x-codex-secondary-used-percent", "100"),
                ("x-codex-secondary-window-minutes", "10080"), ("x-codex-secondary-reset-after-seconds", "60"),
                ("x-codex-spark-primary-used-percent", "3"), ("x-codex-spark-limit-name", "Spark"))
        }) { [pair] bench in
            let account = bench.account(pair)
            let windows = await bench.ask(account, with: pair).findings.windows
            #expect(
                windows == [
                    UsageWindow("5h", usedPercent: 7.5, resetsAt: Timestamp(seconds: 1_764_310_000)),
                    UsageWindow("7d", usedPercent: 100, resetsIn: .seconds(60)),
                    UsageWindow("Spark primary", usedPercent: 3),
                ])
        }
    }

    @Test func `a test asks what is used, and costs nothing`() async throws {
        let body: JSONValue = [
            "plan_type": "plus",
            "rate_limit": [
                "allowed": true, "limit_reached": false,
                "primary_window": [
                    "used_percent": 3, "limit_window_seconds": 18_000, "reset_after_seconds": 5,
                    "reset_at": 1_764_310_000,
                ],
                "secondary_window": .null,
            ],
        ]
        try await CodexBench.serving({ _ in .json(200, body) }) { [pair] bench in
            let account = bench.account(pair)
            let findings = try await TestLoop.run { try await bench.backend.probe(account, key: pair.stored) }
            let requests = bench.upstream.requests
            #expect(requests.map(\.target) == ["/backend-api/wham/usage"] && requests[0].method == "GET")
            #expect(requests[0].headers["chatgpt-account-id"] == "acc-1")
            #expect(findings.windows.map(\.name) == ["5h"] && findings.windows[0].usedPercent == 3)
        }
    }

    @Test func `where nobody tells what is used a test asks for a few words`() async throws {
        try await CodexBench.serving({ request in
            request.method == "GET" ? .json(404, ["detail": "Not Found"]) : .codex("Hi")
        }) { [pair] bench in
            let account = bench.account(pair)
            _ = try await TestLoop.run { try await bench.backend.probe(account, key: pair.stored) }
            #expect(
                bench.upstream.requests.map(\.target) == ["/backend-api/wham/usage", "/backend-api/codex/responses"])
        }
    }

    @Test func `the models of an account are those that a person may choose`() async throws {
        let body: JSONValue = [
            "models": [
                ["slug": "gpt-5.5", "visibility": "list"], ["slug": "hidden", "visibility": "hide"],
                ["slug": "gpt-5.4"],
            ]
        ]
        let isThere = Watched(true)
        try await CodexBench.serving({ _ in
            isThere.read(\.self) ? .json(200, body) : .json(404, [:])
        }) { [pair] bench in
            let account = bench.account(pair)
            let names = try await TestLoop.run { try await bench.backend.models(of: account, key: pair.stored) }
            #expect(names == ["gpt-5.5", "gpt-5.4"])
            #expect(bench.upstream.requests[0].target == "/backend-api/codex/models?client_version=9.9")
            isThere.change { $0 = false }
            let others = try await TestLoop.run { try await bench.backend.models(of: account, key: pair.stored) }
            #expect(others == ["fallback"])
        }
    }
}

import Domain
import JSON
import Testing

/// The table of providers, and where each of them is asked.
@Suite struct ProviderTests {
    /// New API's numbers without an account that could be asked: unknown, unused, or with formats of their own (new-api.md §0.8).
    private static let withoutRow: Set = [0, 28, 29, 30, 32]
    private static let withoutFormat: Set = [
        2, 5, 11, 15, 16, 21, 33, 36, 37, 41, 49, 50, 51, 52, 54, 55, 56,
    ]

    @Test func `every number of New API's has a row, or is left out on purpose`() {
        let numbers = Provider.all.map(\.rawValue)
        #expect(Set(numbers).count == numbers.count && numbers == numbers.sorted())
        #expect(Set(numbers).union(Self.withoutRow) == Set(0...60).union([1000, 1001]))
        #expect(Set(numbers).isDisjoint(with: Self.withoutRow))
        let unsupported = Provider.all.filter { !$0.isSupported }.map(\.rawValue)
        #expect(Set(unsupported) == Self.withoutFormat)
        #expect(Provider.all.allSatisfy { !$0.name.isEmpty && !$0.chineseName.isEmpty })
    }

    @Test func `a provider's own address is stored as it stands in the table`() {
        for provider in Provider.all where !provider.baseURL.isEmpty {
            #expect(Account.storedBaseURL(provider.baseURL) == provider.baseURL, "\(provider.name)")
        }
    }

    private func account(_ number: Int, _ base: String = "", _ change: (inout Account) -> Void = { _ in }) throws
        -> Account
    {
        let provider = try #require(Provider(rawValue: number))
        var account = Account(
            id: ID(1), name: "a", provider: provider, baseURL: base.isEmpty ? provider.baseURL : base, models: ["m"],
            createdAt: Timestamp(seconds: 0))
        change(&account)
        return account
    }

    @Test(
        arguments: [
            (1, "", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models"),
            (4, "", "http://localhost:11434/v1/chat/completions", "http://localhost:11434/v1/models"),
            (
                14, "", "https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1/models?limit=1000"
            ),
            (
                14, "https://api.deepseek.com/anthropic", "https://api.deepseek.com/anthropic/v1/messages",
                "https://api.deepseek.com/anthropic/v1/models?limit=1000"
            ),
            (
                14, "https://open.bigmodel.cn/api/anthropic", "https://open.bigmodel.cn/api/anthropic/v1/messages",
                "https://open.bigmodel.cn/api/anthropic/v1/models?limit=1000"
            ),
            (
                24, "", "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent",
                "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000"
            ),
            (
                24, "https://gateway.test/gemini/v1", "https://gateway.test/gemini/v1/models/m:generateContent",
                "https://gateway.test/gemini/v1/models?pageSize=1000"
            ),
            (
                3, "https://x.openai.azure.com",
                "https://x.openai.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21",
                "https://x.openai.azure.com/openai/models?api-version=2024-10-21"
            ),
            (
                3, "https://x.openai.azure.com/openai/deployments/other/chat/completions",
                "https://x.openai.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21",
                "https://x.openai.azure.com/openai/models?api-version=2024-10-21"
            ),
            (
                17, "", "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions",
                "https://dashscope.aliyuncs.com/compatible-mode/v1/models"
            ),
            (20, "", "https://openrouter.ai/api/v1/chat/completions", "https://openrouter.ai/api/v1/models"),
            (
                26, "", "https://open.bigmodel.cn/api/paas/v4/chat/completions",
                "https://open.bigmodel.cn/api/paas/v4/models"
            ),
            (27, "", "https://api.perplexity.ai/chat/completions", "https://api.perplexity.ai/models"),
            (
                34, "", "https://api.cohere.ai/compatibility/v1/chat/completions",
                "https://api.cohere.ai/compatibility/v1/models"
            ),
            (
                45, "", "https://ark.cn-beijing.volces.com/api/v3/chat/completions",
                "https://ark.cn-beijing.volces.com/api/v3/models"
            ),
            (
                46, "", "https://qianfan.baidubce.com/v2/chat/completions", "https://qianfan.baidubce.com/v2/models"
            ),
            (
                57, "", "https://chatgpt.com/backend-api/codex/responses",
                "https://chatgpt.com/backend-api/codex/models?client_version=1.0.0"
            ),
            (1001, "", "https://chatgpt.com/backend-api/conversation", "https://chatgpt.com/backend-api/models"),
            (
                1001, "https://web.test/x/backend-api/", "https://web.test/x/backend-api/conversation",
                "https://web.test/x/backend-api/models"
            ),
            (
                1001, "https://web.test/backend-api/conversation", "https://web.test/backend-api/conversation",
                "https://web.test/backend-api/models"
            ),
            (60, "https://gw.test", "https://gw.test/v1/chat/completions", "https://gw.test/v1/models"),
        ] as [(Int, String, String, String)])
    func `each kind is asked, and lists its models, where its provider says`(
        number: Int, base: String, question: String, models: String
    ) throws {
        let account = try account(number, base)
        #expect(account.questionURL == question)
        #expect(account.modelsURL == models)
    }

    @Test func `Azure's deployments have no dot in old names, and its versions are the account's`() throws {
        let azure = try account(3, "https://x.openai.azure.com/openai") {
            $0.options.apiVersion = "2025-04-01-preview"
            $0.options.responsesVersion = "v9"
        }
        let root = "https://x.openai.azure.com/openai"
        let version = "?api-version=2025-04-01-preview"
        #expect(
            azure.chatURL(for: "gpt-3.5-turbo") == "\(root)/deployments/gpt-35-turbo/chat/completions\(version)")
        #expect(azure.chatURL(for: "gpt-4.1") == "\(root)/deployments/gpt-4.1/chat/completions\(version)")
        #expect(azure.chatURL(for: "a/../b?x") == "\(root)/deployments/a%2F..%2Fb%3Fx/chat/completions\(version)")
        #expect(azure.responsesURL == "\(root)/v1/responses?api-version=v9")
        #expect(try account(3, root).responsesURL == "\(root)/v1/responses?api-version=preview")
    }

    @Test func `sessions are opened beside the questions, with a model that can be any text`() throws {
        let openAI = try account(1, "https://o.test/v1/chat/completions")
        #expect(openAI.realtimeURL(for: "gpt-realtime") == "https://o.test/v1/realtime?model=gpt-realtime")
        #expect(openAI.realtimeURL(for: "a&b=/c#d") == "https://o.test/v1/realtime?model=a%26b%3D%2Fc%23d")
        let azure = try account(3, "https://x.openai.azure.com/openai") { $0.options.apiVersion = "v7" }
        #expect(
            azure.realtimeURL(for: "gpt&4.1")
                == "https://x.openai.azure.com/openai/realtime?api-version=v7&deployment=gpt%264.1")
    }

    @Test func `Google is asked in the version that the asker names, unless the address names one`() throws {
        let google = try account(24, "https://g.test")
        #expect(google.generationURL("models/m:x", version: "v1") == "https://g.test/v1/models/m:x")
        #expect(google.generationURL("models/m:x", version: "v1alpha") == "https://g.test/v1alpha/models/m:x")
        #expect(google.generationURL("models/m:x", version: "v2/../..") == "https://g.test/v1beta/models/m:x")
        #expect(google.generationURL("models/m:x") == "https://g.test/v1beta/models/m:x")
        let fixed = try account(24, "https://g.test/v1beta")
        #expect(fixed.generationURL("models/m:x", version: "v1") == "https://g.test/v1beta/models/m:x")
    }

    @Test func `an account is asked in the asker's format where its upstream speaks that, else in its best`() throws {
        let openAI = try account(1)
        #expect(openAI.formats == [.openAIChat, .openAIResponses])
        #expect(try account(1, "https://other.test").formats == [.openAIChat])
        #expect(openAI.format(for: .openAIResponses) == .openAIResponses)
        #expect(openAI.format(for: .gemini) == .openAIChat && openAI.format(for: nil) == .openAIChat)
        let deepSeek = try account(43, "https://api.deepseek.com/anthropic") { $0.options.formats = [.anthropic] }
        #expect(deepSeek.format(for: .openAIChat) == .anthropic)
        let gateway = try account(60, "https://gw.test")
        for format in [DialectName.openAIChat, .openAIResponses, .anthropic, .gemini] {
            #expect(gateway.format(for: format) == format)
        }
        let codex = try account(57) { $0.options.formats = [.openAIChat] }
        #expect(codex.format(for: .openAIChat) == .codex)
        let web = try account(1001) { $0.options.formats = [.openAIChat] }
        #expect(web.format(for: .openAIChat) == .chatGPTWeb)
    }
}

import Domain
import Testing

@Suite struct AccountAddressTests {
    @Test(arguments: [
        ("https://api.openai.com", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1//", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions/", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/models", "https://api.openai.com", "https://api.openai.com/v1"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api", "https://openrouter.ai/api/v1"),
        (
            "https://ark.cn-beijing.volces.com/api/v3", "https://ark.cn-beijing.volces.com/api/v3",
            "https://ark.cn-beijing.volces.com/api/v3"
        ),
        (
            "https://open.bigmodel.cn/api/paas/v4/", "https://open.bigmodel.cn/api/paas/v4",
            "https://open.bigmodel.cn/api/paas/v4"
        ),
        (
            "https://open.bigmodel.cn/api/paas/v4/chat/completions", "https://open.bigmodel.cn/api/paas/v4",
            "https://open.bigmodel.cn/api/paas/v4"
        ),
        (
            "https://generativelanguage.googleapis.com/v1beta/openai/",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "https://generativelanguage.googleapis.com/v1beta/openai"
        ),
        (
            "https://api.cloudflare.com/client/v4/accounts/x/ai/v1",
            "https://api.cloudflare.com/client/v4/accounts/x/ai/v1",
            "https://api.cloudflare.com/client/v4/accounts/x/ai/v1"
        ),
        (
            "https://api.perplexity.ai/chat/completions", "https://api.perplexity.ai/chat/completions",
            "https://api.perplexity.ai"
        ),
        ("https://gateway.test/openai", "https://gateway.test/openai", "https://gateway.test/openai/v1"),
        ("https://v1.gateway.test", "https://v1.gateway.test", "https://v1.gateway.test/v1"),
        ("https://gateway.test/voice", "https://gateway.test/voice", "https://gateway.test/voice/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
    ])
    func `whatever people paste, questions go where they mean`(pasted: String, stored: String, root: String) {
        #expect(Account.storedBaseURL(pasted) == stored)
        // What is stored is stored so again.
        #expect(Account.storedBaseURL(stored) == stored)
        for base in [pasted, stored] {
            let account = Account(
                id: ID(1), name: "a", provider: .openAI, baseURL: base, models: [], createdAt: Timestamp(seconds: 0))
            #expect(account.chatURL(for: "") == root + "/chat/completions")
            #expect(account.modelsURL == root + "/models")
        }
    }
}

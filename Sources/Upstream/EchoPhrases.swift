/// The demo's own words in one language.
struct EchoPhrases: Sendable {
    /// Between two words, and after the last of a paragraph.
    let space, stop: String
    let heading: String
    let introduction: String
    let code: String
    let counted: @Sendable (_ words: Int, _ characters: Int) -> String
    /// Something about the words themselves.
    let remark: @Sendable (_ words: [String]) -> String
    let formula: @Sendable (_ numberOfWords: String) -> String
    let turn: @Sendable (Int) -> String
    let thoughts: @Sendable (_ excerpt: String, _ words: Int) -> String
    let counting: @Sendable (Int) -> String
    let long: @Sendable (Int) -> String

    static let english = EchoPhrases(
        space: " ", stop: ".\n\n",
        heading: "You asked",
        introduction: "I am the **demo**: I answer with your own words and ask no model. About your message:",
        code: "Your words, backwards:",
        counted: { "It has **\($0)** words and **\($1)** characters." },
        remark: { "The longest word is `\($0.max { $0.unicodeScalars.count < $1.unicodeScalars.count } ?? "–")`." },
        formula: { "And a formula, with your number of words as \($0):" },
        turn: { "It is question number \($0) of this conversation." },
        thoughts: {
            "The question is “\($0)”. It has \($1) words. I know nothing but these words, so I shall count and repeat them.\n"
        },
        counting: { "I count to **\($0)**:" },
        long: {
            "Here are **\($0)** words, taken from your question in turn. Ask for `count to 500` to see numbers instead."
        })

    static let chinese = EchoPhrases(
        space: "", stop: "。\n\n",
        heading: "你问的是",
        introduction: "我是**演示账号**：只用你自己的话来回答，不调用任何模型。关于这条消息：",
        code: "把它们倒过来念：",
        counted: { "共有 **\($0)** 个字或词、**\($1)** 个字符。" },
        remark: { "第一个是 `\($0.first ?? "–")`，最后一个是 `\($0.last ?? "–")`。" },
        formula: { "再来一个公式，取字词数 \($0)：" },
        turn: { "这是本次对话的第 \($0) 个问题。" },
        thoughts: { "问题是“\($0)”，共 \($1) 个字或词。除此之外我一无所知，所以我会数一数，再复述一遍。\n" },
        counting: { "我从一数到 **\($0)**：" },
        long: { "下面是 **\($0)** 个字词，轮流取自你的问题。" })
}

internal import Domain
internal import JSON

/// Items of an answer that say what a tool of the provider's did: `web_search_call` and `code_interpreter_call`.
extension ToolStep {
    /// Nil for an item of another kind. `isOver`: nothing more is said of it.
    init?(_ item: JSONValue, number: Int, isOver: Bool) {
        let state: State = !isOver ? .running : item["status"] == "failed" ? .failed : .done
        switch item["type"]?.text {
        case "web_search_call":
            let action = item["action"]
            let isPage = action?["url"]?.text != nil
            let queries = action?["queries"]?.array?.compactMap { $0.text?.string }.joined(separator: ", ")
            let subject = action?["url"]?.text ?? action?["query"]?.text ?? Text(queries ?? "")
            self.init(number, isPage ? .page : .search, state, subject: subject)
        case "code_interpreter_call":
            let outputs = item["outputs"]?.array ?? []
            let printed = outputs.compactMap { $0["logs"]?.text?.string }.joined(separator: "\n")
            self.init(number, .code, state, subject: item["code"]?.text ?? "", output: Text(printed))
        default: return nil
        }
    }
}

extension Source {
    /// Nil for an annotation of another kind than `url_citation`, and for what leads nowhere.
    init?(_ annotation: JSONValue) {
        guard annotation["type"] == "url_citation", let address = annotation["url"]?.text else { return nil }
        self.init(address, title: annotation["title"]?.text ?? "")
    }
}

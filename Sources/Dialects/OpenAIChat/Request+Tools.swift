internal import Domain
internal import JSON

extension OpenAIChat {
    /// As many as OpenAI takes.
    private static let mostTools = 128

    static func tools(in fields: RequestFields) throws(Inexpressible) -> [Tool] {
        var tools: [Tool] = []
        for (index, tool) in (try fields.array("tools", most: mostTools) ?? []).enumerated() {
            tools.append(try Self.tool(try RequestFields(tool, at: "tools[\(index)]")))
        }
        // What tools were called at first.
        for (index, function) in (try fields.array("functions", most: mostTools) ?? []).enumerated() {
            tools.append(.function(try Self.function(try RequestFields(function, at: "functions[\(index)]"))))
        }
        if let options = try fields.object("web_search_options") { tools.append(.webSearch(try search(options))) }
        return tools
    }

    private static func search(_ options: RequestFields) throws(Inexpressible) -> WebSearch {
        let location = try options.object("user_location")
        return WebSearch(
            contextSize: try options.text("search_context_size"), location: try location?.object("approximate")?.value)
    }

    private static func tool(_ tool: RequestFields) throws(Inexpressible) -> Tool {
        switch try tool.text("type") ?? "function" {
        case "function": return .function(try function(try tool.requiredObject("function")))
        case "custom":
            let custom = try tool.requiredObject("custom")
            return .custom(
                CustomTool(
                    try toolName(in: custom), description: try custom.text("description"),
                    format: try custom.object("format")?.value))
        default: return .other(tool.value, .openAIChat)
        }
    }

    private static func function(_ function: RequestFields) throws(Inexpressible) -> FunctionTool {
        FunctionTool(
            try toolName(in: function), description: try function.text("description"),
            parameters: try function.object("parameters")?.value, isStrict: try function.bool("strict"))
    }

    private static func toolName(in fields: RequestFields) throws(Inexpressible) -> Text {
        let name = try fields.requiredText("name")
        guard (1...Text.longestToolName).contains(name.byteCount), name.utf8.allSatisfy(\.isPartOfToolName) else {
            throw fields.refused("name", .malformed("1 to 64 of a-z, A-Z, 0-9, _ and -"))
        }
        return name
    }

    static func toolChoice(in fields: RequestFields) throws(Inexpressible) -> ToolChoice? {
        let name: Text = fields["tool_choice"] == nil ? "function_call" : "tool_choice"
        guard let choice = fields[name] else { return nil }
        if let word = choice.text {
            switch word {
            case "auto": return .auto
            case "none": return ToolChoice.none
            // Mistral's word for it.
            case "required", "any": return .required
            default: throw fields.refused(name, .noneOf(["auto", "none", "required"]))
            }
        }
        let object = try RequestFields(choice, at: name.string)
        switch try object.text("type") {
        case nil: return .named(try object.requiredText("name"), .function)
        case "function": return .named(try object.requiredObject("function").requiredText("name"), .function)
        case "custom": return .named(try object.requiredObject("custom").requiredText("name"), .custom)
        case "allowed_tools": return try among(try object.requiredObject("allowed_tools"))
        default: throw object.refused("type", .noneOf(["function", "custom", "allowed_tools"]))
        }
    }

    private static func among(_ allowed: RequestFields) throws(Inexpressible) -> ToolChoice {
        let names = (try allowed.array("tools") ?? []).compactMap { tool in
            tool["function"]?["name"]?.text ?? tool["custom"]?["name"]?.text ?? tool["name"]?.text
        }
        return .among(names, isRequired: try allowed.text("mode") == "required")
    }
}

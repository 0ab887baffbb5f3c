internal import Domain
internal import JSON

extension OpenAIChat {
    /// As many as OpenAI takes.
    private static let mostTools = 128
    private static let longestToolName = 64

    static func tools(in fields: RequestFields) throws(Inexpressible) -> [Tool] {
        var tools: [Tool] = []
        for (index, tool) in (try fields.array("tools", most: mostTools) ?? []).enumerated() {
            tools.append(try Self.tool(try RequestFields(tool, at: "tools[\(index)]")))
        }
        // What tools were called at first.
        for (index, function) in (try fields.array("functions", most: mostTools) ?? []).enumerated() {
            tools.append(.function(try Self.function(try RequestFields(function, at: "functions[\(index)]"))))
        }
        return tools
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
        guard (1...longestToolName).contains(name.byteCount), name.utf8.allSatisfy(isPartOfName) else {
            throw fields.refused("name", .malformed("1 to 64 of a-z, A-Z, 0-9, _ and -"))
        }
        return name
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (48...57).contains(byte)
            || (97...122).contains(byte.asciiLowercased)
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

internal import Domain
internal import JSON

extension Anthropic {
    static func tools(in fields: RequestFields) throws(Inexpressible) -> [Tool] {
        var tools: [Tool] = []
        for (index, tool) in (try fields.array("tools", most: RequestFields.mostTools) ?? []).enumerated() {
            tools.append(try Self.tool(try RequestFields(tool, at: "tools[\(index)]")))
        }
        return tools
    }

    private static func tool(_ tool: RequestFields) throws(Inexpressible) -> Tool {
        let type = try tool.text("type") ?? "custom"
        if type == "custom" {
            return .function(
                FunctionTool(
                    try tool.toolName(), description: try tool.text("description"),
                    parameters: try tool.object("input_schema")?.value))
        }
        // Dated: `web_search_20250305`.
        return type.hasPrefix("web_search_") ? .webSearch(try search(tool)) : .other(tool.value, .anthropic)
    }

    private static func search(_ tool: RequestFields) throws(Inexpressible) -> WebSearch {
        var search = WebSearch()
        if let location = try tool.object("user_location") {
            search.location = .object((location.value.members ?? []).filter { $0.key != "type" })
        }
        search.maxUses = try tool.integer("max_uses", from: 0, to: 1_000_000)
        search.allowedDomains = try tool.texts("allowed_domains") ?? []
        search.blockedDomains = try tool.texts("blocked_domains") ?? []
        return search
    }

    /// The choice, and whether several tools may be called at once.
    static func toolChoice(in fields: RequestFields) throws(Inexpressible) -> (ToolChoice?, Bool?) {
        guard let choice = try fields.object("tool_choice") else { return (nil, nil) }
        let isParallel = try choice.bool("disable_parallel_tool_use").map { !$0 }
        switch try choice.requiredText("type") {
        case "auto": return (.auto, isParallel)
        case "any": return (.required, isParallel)
        case "none": return (ToolChoice.none, isParallel)
        case "tool": return (.named(try choice.requiredText("name"), .function), isParallel)
        default: throw choice.refused("type", .noneOf(["auto", "any", "none", "tool"]))
        }
    }
}

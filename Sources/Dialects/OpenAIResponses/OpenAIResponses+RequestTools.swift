internal import Domain
internal import JSON

extension OpenAIResponses {
    /// As many as OpenAI takes, in a request and in a namespace.
    private static let mostTools = 128
    /// In all.
    private static let mostFunctions = 1024

    static func tools(in fields: RequestFields, _ namespaces: Namespaces) throws(Inexpressible) -> [Tool] {
        var tools: [Tool] = []
        for (index, tool) in (try fields.array("tools", most: mostTools) ?? []).enumerated() {
            tools += try Self.tools(try RequestFields(tool, at: "tools[\(index)]"), namespaces)
            guard tools.count <= mostFunctions else { throw fields.refused("tools", .tooMany(mostFunctions)) }
        }
        return tools
    }

    private static func tools(_ tool: RequestFields, _ namespaces: Namespaces) throws(Inexpressible) -> [Tool] {
        guard try tool.requiredText("type") == "namespace" else { return [try Self.tool(tool)] }
        let namespace = try tool.requiredText("name")
        var tools: [Tool] = []
        for (index, member) in (try tool.array("tools", most: mostTools) ?? []).enumerated() {
            let place = "\(tool.place("tools"))[\(index)]"
            switch try Self.tool(try RequestFields(member, at: place)) {
            case .function(var function):
                function.name = namespaces.name(function.name, in: namespace)
                tools.append(.function(function))
            case .custom(var custom):
                custom.name = namespaces.name(custom.name, in: namespace)
                tools.append(.custom(custom))
            case .webSearch(let search): tools.append(.webSearch(search))
            // The group as it was asked for is what cannot be said.
            case .other: tools.append(.other(tool.value, .openAIResponses))
            }
        }
        return tools
    }

    private static func tool(_ tool: RequestFields) throws(Inexpressible) -> Tool {
        let type = try tool.requiredText("type")
        switch type {
        case "function":
            return .function(
                FunctionTool(
                    try toolName(in: tool), description: try tool.text("description"),
                    parameters: try tool.object("parameters")?.value,
                    // What is not strict goes without saying elsewhere.
                    isStrict: try tool.bool("strict") == true ? true : nil))
        case "custom":
            let format = try tool.object("format")?.value
            return .custom(
                CustomTool(
                    try toolName(in: tool), description: try tool.text("description"),
                    format: format.flatMap(nested)))
        case _ where type.hasPrefix("web_search"): return .webSearch(try search(tool))
        default: return .other(tool.value, .openAIResponses)
        }
    }

    private static func search(_ tool: RequestFields) throws(Inexpressible) -> WebSearch {
        var search = WebSearch(contextSize: try tool.text("search_context_size"))
        if let location = try tool.object("user_location") { search.location = location.value.without(["type"]) }
        let domains = try tool.object("filters")?.array("allowed_domains") ?? []
        search.allowedDomains = domains.compactMap(\.text)
        return search
    }

    /// A grammar as Chat Completions describes it, with an object around it; nil for any text.
    private static func nested(_ format: JSONValue) -> JSONValue? {
        guard format["type"] == "grammar", format["grammar"] == nil else {
            return format["type"] == "text" ? nil : format
        }
        var grammar: JSONValue = [:]
        grammar["syntax"] = format["syntax"]
        grammar["definition"] = format["definition"]
        return ["type": "grammar", "grammar": grammar]
    }

    private static func toolName(in fields: RequestFields) throws(Inexpressible) -> Text {
        let name = try fields.requiredText("name")
        guard (1...Text.longestToolName).contains(name.byteCount), name.utf8.allSatisfy(\.isPartOfToolName) else {
            throw fields.refused("name", .malformed("1 to 64 of a-z, A-Z, 0-9, _ and -"))
        }
        return name
    }

    /// Nil also for a tool that the provider runs itself.
    static func toolChoice(
        in fields: RequestFields, _ namespaces: Namespaces
    ) throws(Inexpressible) -> ToolChoice? {
        guard let choice = fields["tool_choice"] else { return nil }
        if let word = choice.text {
            switch word {
            case "auto": return .auto
            case "none": return ToolChoice.none
            case "required": return .required
            default: throw fields.refused("tool_choice", .noneOf(["auto", "none", "required"]))
            }
        }
        let object = try RequestFields(choice, at: "tool_choice")
        let name = { (object: RequestFields) throws(Inexpressible) -> Text in
            namespaces.name(try object.requiredText("name"), in: try object.text("namespace"))
        }
        switch try object.requiredText("type") {
        case "function": return .named(try name(object), .function)
        case "custom": return .named(try name(object), .custom)
        case "allowed_tools":
            let names = (try object.array("tools") ?? []).compactMap { tool in
                tool["name"]?.text.map { namespaces.name($0, in: tool["namespace"]?.text) }
            }
            return .among(names, isRequired: try object.text("mode") == "required")
        default: return nil
        }
    }
}

internal import Domain
internal import JSON

extension Gemini {
    static func tools(in fields: GeminiFields) throws(Inexpressible) -> [Tool] {
        var tools: [Tool] = []
        for (index, value) in try fields.list("tools", most: RequestFields.mostTools).enumerated() {
            let tool = try GeminiFields(value, at: "\(fields.place("tools"))[\(index)]")
            let declarations = try tool.list("functionDeclarations", most: RequestFields.mostTools)
            for (index, declaration) in declarations.enumerated() {
                let place = "\(tool.place("functionDeclarations"))[\(index)]"
                tools.append(.function(try function(try GeminiFields(declaration, at: place))))
            }
            for member in tool.value.members ?? [] where !member.value.isNull {
                switch member.key {
                case "functionDeclarations", "function_declarations": continue
                case "googleSearch", "google_search", "googleSearchRetrieval", "google_search_retrieval":
                    tools.append(.webSearch(WebSearch()))
                default: tools.append(.other(.object([member]), .gemini))
                }
            }
            guard tools.count <= RequestFields.mostTools else {
                throw fields.refused("tools", .tooMany(RequestFields.mostTools))
            }
        }
        return tools
    }

    private static func function(_ function: GeminiFields) throws(Inexpressible) -> FunctionTool {
        let old = try function.object("parameters")?.value.jsonSchemaFromGoogle
        return FunctionTool(
            try function.fields.toolName(), description: try function.text("description"),
            parameters: try function.object("parametersJsonSchema")?.value ?? old)
    }

    static func toolChoice(in fields: GeminiFields) throws(Inexpressible) -> ToolChoice? {
        guard let config = try fields.object("toolConfig")?.object("functionCallingConfig") else { return nil }
        let names = try config.texts("allowedFunctionNames") ?? []
        switch try config.text("mode")?.asciiLowercased {
        case nil, "mode_unspecified": return nil
        case "auto": return .auto
        case "none": return ToolChoice.none
        case "any":
            if names.count == 1 { return .named(names[0], .function) }
            return names.isEmpty ? .required : .among(names, isRequired: true)
        case "validated": return names.isEmpty ? .auto : .among(names, isRequired: false)
        default: throw config.refused("mode", .noneOf(["AUTO", "ANY", "NONE", "VALIDATED"]))
        }
    }
}

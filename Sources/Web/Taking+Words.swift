package import Domain

extension Export.Words {
    package init(in language: Language) {
        switch language {
        case .english: self.init(you: "You", assistant: "Assistant", thoughts: "Thoughts", file: "File")
        case .chinese: self.init(you: "你", assistant: "助手", thoughts: "思考过程", file: "文件")
        }
    }
}

extension Language {
    /// Stands in a message in the place of a file.
    package var missingFromExport: String {
        switch self {
        case .english: "not in the export"
        case .chinese: "导出文件中没有此文件"
        }
    }
}

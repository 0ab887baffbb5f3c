import CYAML
import Foundation

/// A YAML file of nested maps, flattened: `server: {port: 1}` becomes `server.port`, with the line it stands on.
struct YAMLFile {
    struct Entry: Equatable {
        let name: String
        let value: String
        /// Counted from 1.
        let line: Int
    }

    private(set) var entries: [Entry] = []

    /// Throws `ConfigurationError` with the line of what is wrong.
    init(_ bytes: [UInt8], file: String) throws {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw ConfigurationError("\(file): no memory for a parser") }
        defer { yaml_parser_delete(&parser) }
        var document = yaml_document_t()
        let isLoaded = bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return yaml_parser_load(&parser, &document) == 1
        }
        guard isLoaded else {
            let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
            throw ConfigurationError("\(file):\(parser.problem_mark.line + 1): \(problem)")
        }
        defer { yaml_document_delete(&document) }
        guard let root = yaml_document_get_root_node(&document) else { return }
        try read(root, of: &document, prefix: "", file: file)
    }

    private mutating func read(
        _ node: UnsafeMutablePointer<yaml_node_t>, of document: inout yaml_document_t, prefix: String, file: String
    ) throws {
        let line = Int(node.pointee.start_mark.line) + 1
        switch node.pointee.type {
        case YAML_SCALAR_NODE:
            entries.append(Entry(name: prefix, value: Self.text(node), line: line))
        case YAML_SEQUENCE_NODE:
            var words: [String] = []
            let items = node.pointee.data.sequence.items
            var item = items.start
            while let index = item, index < items.top {
                guard let child = yaml_document_get_node(&document, index.pointee),
                    child.pointee.type == YAML_SCALAR_NODE
                else { throw ConfigurationError("\(file):\(line): \(prefix): a list may hold only words") }
                words.append(Self.text(child))
                item = index + 1
            }
            entries.append(Entry(name: prefix, value: words.joined(separator: ","), line: line))
        case YAML_MAPPING_NODE:
            let pairs = node.pointee.data.mapping.pairs
            var pair = pairs.start
            while let current = pair, current < pairs.top {
                let key = yaml_document_get_node(&document, current.pointee.key)!
                let name = (prefix.isEmpty ? "" : prefix + ".") + Self.text(key)
                try read(
                    yaml_document_get_node(&document, current.pointee.value)!, of: &document, prefix: name, file: file)
                pair = current + 1
            }
        default: throw ConfigurationError("\(file):\(line): not a map of options")
        }
    }

    private static func text(_ node: UnsafeMutablePointer<yaml_node_t>) -> String {
        guard node.pointee.type == YAML_SCALAR_NODE else { return "" }
        let scalar = node.pointee.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let isPlainNull = scalar.style == YAML_PLAIN_SCALAR_STYLE && (text == "~" || text == "null")
        return isPlainNull ? "" : text
    }
}

import JSON
import Web
import Wire

/// An HTML shell with `{{slots}}`. What is filled in is never read for slots again.
struct Template: Sendable {
    private let parts: [Part]

    private enum Part: Sendable {
        case text(String)
        case slot(Slot)
    }

    enum Slot: String, Sendable, CaseIterable { case lang, theme, styles, scripts, site, title, message, content, data }

    /// Fails on a slot that does not exist, naming it.
    init(_ text: String) throws(UnknownSlot) {
        var parts: [Part] = []
        for (index, piece) in text.split(separator: "{{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                parts.append(.text(String(piece)))
                continue
            }
            let halves = piece.split(separator: "}}", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let slot = Slot(rawValue: String(halves[0])) else {
                throw UnknownSlot(name: String(halves[0].prefix(32)))
            }
            parts += [.slot(slot), .text(String(halves[1]))]
        }
        self.parts = parts
    }

    struct UnknownSlot: Error, Equatable, CustomStringConvertible {
        let name: String
        var description: String { "no such slot: \(name)" }
    }

    func filled(with values: Values) -> String {
        parts.reduce(into: "") { page, part in
            switch part {
            case .text(let text): page += text
            case .slot(let slot): page += values.html(of: slot)
            }
        }
    }

    /// What fills the slots.
    struct Values {
        var language: Language
        var theme: Theme
        /// Elements that we made ourselves; everything else is escaped.
        var styles = ""
        var scripts = ""
        /// What it is called.
        var site = ""
        var title = ""
        var message = ""
        /// HTML in which everything from outside is escaped.
        var content = ""
        var data: JSONValue = [:]

        fileprivate func html(of slot: Slot) -> String {
            switch slot {
            case .lang: language == .chinese ? "zh-CN" : "en"
            case .theme: theme.rawValue
            case .styles: styles
            case .scripts: scripts
            case .site: site.escapedForHTML
            case .title: title.escapedForHTML
            case .message: message.escapedForHTML
            case .content: content
            case .data: data.escapedForScript
            }
        }
    }
}

extension JSONValue {
    /// The text with nothing in it that could end or confuse a `<script>` element.
    var escapedForScript: String {
        var escaped = ""
        for scalar in serialized.unicodeScalars {
            switch scalar {
            case "<": escaped += "\\u003c"
            case ">": escaped += "\\u003e"
            case "&": escaped += "\\u0026"
            case "\u{2028}": escaped += "\\u2028"
            case "\u{2029}": escaped += "\\u2029"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

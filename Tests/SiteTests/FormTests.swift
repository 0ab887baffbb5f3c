import Domain
import JSON
import Testing

@testable import PanelAPI
@testable import Web

/// A form declares its fields once.
@Suite struct FormTests {
    private struct Sampled: Sendable {
        let name: String
        let shapes: [FieldShape]
        let samples: [JSONValue]
        let read: @Sendable (JSONValue) throws -> Void

        init<Value>(_ name: String, _ form: Form<Value>) {
            self.name = name
            shapes = form.shapes
            samples = [form.sample(), form.sample(all: true)]
            read = { _ = try form.read(Fields($0)) }
        }
    }

    private static let forms = [
        Sampled("new member", .newMember), Sampled("member change", .memberChange), Sampled("member act", .memberAct),
        Sampled("link", .linkEnd), Sampled("new package", .newPackage), Sampled("package change", .packageChange),
        Sampled("new binding", .newBinding), Sampled("new channel", .newChannel), Sampled("login", .credentials),
        Sampled("new key", .newKey), Sampled("key change", .keyChange), Sampled("key status", .keyStatus),
        Sampled("option", .option), Sampled("act on several", .bulkAct), Sampled("order", .accountOrder),
        Sampled("package preview", .packagePreview), Sampled("tested accounts", .testedChannels),
        Sampled("new refresh token", .newToken), Sampled("refresh tokens of a list", .tokenQuery),
        Sampled("refresh token change", .tokenChange), Sampled("refresh", .tokenRefresh),
        Sampled("settings of refresh tokens", .tokenSettings),
        Sampled("alert rule", .alertRule), Sampled("settings of alerts", .alertSettings),
        Sampled("silence", .alertSilence), Sampled("new alert channel", .newAlertChannel),
        Sampled("alert channel change", .alertChannelChange), Sampled("move", .accountMove),
        Sampled("confirmation", .password), Sampled("new assistant", .newAssistant),
        Sampled("assistant change", .assistantChange),
        Sampled("logo", .logo),
        Sampled("share", .shareToken), Sampled("set-up", .firstAdministrator),
    ]

    @Test func `what a form gives as a sample it takes`() throws {
        for form in Self.forms {
            for sample in form.samples { try form.read(sample) }
        }
    }

    @Test func `a field that must be there is missed by its name, and no other is`() throws {
        for form in Self.forms {
            for shape in form.shapes {
                let body = JSONValue.object((form.samples[1].members ?? []).filter { $0.key != Text(shape.name) })
                if shape.isRequired {
                    #expect(throws: ChatError.invalid(field: shape.name, .missing), "\(form.name)") {
                        try form.read(body)
                    }
                } else {
                    try form.read(body)
                }
            }
        }
    }

    @Test func `a field of another kind is refused by its name`() throws {
        for form in Self.forms {
            for shape in form.shapes {
                var body = form.samples[1]
                body[Text(shape.name)] = shape.kind == .list ? "text" : .array([])
                let refusal = Self.refusal(of: body, by: form)
                #expect(refusal == (shape.kind == .object ? "body" : shape.name), "\(form.name)")
            }
        }
    }

    /// The field that is wrong, if it is of another kind than it must be.
    private static func refusal(of body: JSONValue, by form: Sampled) -> String? {
        do {
            try form.read(body)
            return nil
        } catch {
            guard case ChatError.invalid(let field, .not) = error else { return nil }
            return field
        }
    }
}

package import HTTP
package import JSON
import Wire

extension Response {
    /// Success in New API's envelope (chatmirror.md §1).
    package static func envelope(_ data: JSONValue = .null) -> Response {
        .json(["success": true, "message": "", "data": data])
    }
}

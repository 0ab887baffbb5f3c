import JSON
import Transport
import Wire

/// URLs' parts, queries, cookies, encodings and addresses: what is read can be written again and means the same.
func checkText(_ bytes: [UInt8]) throws(Broken) {
    let text = String(decoding: bytes, as: UTF8.self)
    try checkPercent(text)
    try checkQuery(text)
    try checkCookies(text)
    try checkEncodings(bytes, text)
    try checkAddress(text)
    try checkFields(text)
}

private func checkPercent(_ text: String) throws(Broken) {
    let escaped = text.utf8.map { "%" + Hexadecimal.encode([$0]) }.joined()
    let whole = percentDecoded(escaped)
    try require(whole == (text.utf8.contains(0) ? nil : Text(text)), "an escaped text changes")
    if let decoded = percentDecoded(text) {
        try require(!text.utf8.contains(UInt8(ascii: "%")) || !decoded.utf8.contains(0), "a NUL was decoded")
        try require(decoded.byteCount <= text.utf8.count, "decoding made it longer")
    }
}

private func checkQuery(_ text: String) throws(Broken) {
    let query = Query(text)
    try require(query.pairs.count <= text.utf8.count { $0 == UInt8(ascii: "&") } + 1, "pairs from nowhere")
    for pair in query.pairs {
        try require(query.all(pair.name).contains(pair.value), "a pair that cannot be found")
        try require(query[pair.name] == query.all(pair.name).first, "not the first of that name")
    }
}

private func checkCookies(_ text: String) throws(Broken) {
    let cookies = Cookies([Text(text)])
    let written = cookies.pairs.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: "; ")
    try require(Cookies([Text(written)]) == cookies, "cookies change: \(cookies) \(Cookies([Text(written)]))")
}

private func checkEncodings(_ bytes: [UInt8], _ text: String) throws(Broken) {
    try require(Base64URL.decode(Text(Base64URL.encode(bytes))) == bytes, "base64url changes bytes")
    try require(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes, "hexadecimal changes bytes")
    if let decoded = Base64URL.decode(Text(text)) {
        try require(Base64URL.encode(decoded).hasSameBytes(as: text), "two base64url texts for one value")
    }
    if let decoded = Hexadecimal.decode(text) {
        try require(
            Hexadecimal.encode(decoded).hasSameBytes(as: text.lowercased()), "two hexadecimal texts for one value")
    }
}

private func checkAddress(_ text: String) throws(Broken) {
    if let address = IPAddress(text) {
        try require(IPAddress(address.description) == address, "an address changes: \(address)")
    }
    if let block = CIDR(text) {
        try require(block.contains(block.address), "a block without its own address: \(block)")
        try require(CIDR(block.description) == block, "a block changes: \(block)")
    }
}

/// What a handler puts into a field cannot begin another line.
private func checkFields(_ text: String) throws(Broken) {
    let bytes = Array(text.utf8)
    let half = bytes.count / 2
    var headers = Headers()
    headers.append("x-name", text)
    headers.append(Text(decoding: bytes[..<half]), Text(decoding: bytes[half...]))
    var output: [UInt8] = []
    guard (try? ResponseHead(status: 200, headers: headers).append(to: &output)) != nil else {
        return try require(output.isEmpty, "half a head")
    }
    try require(output.count { $0 == 10 } <= 3, "a field makes a line of its own")
    try require(!output.contains(0), "a NUL in a head")
}

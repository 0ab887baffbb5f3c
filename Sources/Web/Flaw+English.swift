package import Domain

extension Flaw {
    package var english: String {
        switch self {
        case .missing: "is missing"
        case .empty: "must not be empty"
        case .not(let kind): "must be \(kind.english)"
        case .notOneOf(let words): "must be \(Self.list(words, "or"))"
        case .outOfRange(let range): "must be from \(range.lowerBound) to \(range.upperBound)"
        case .secondsOutOfRange(let range):
            "must be a whole number of seconds from \(range.lowerBound) to \(range.upperBound)"
        case .longerThan(let most, .characters): "longer than \(most) characters"
        case .longerThan(let most, .bytes): "longer than \(most) bytes"
        case .length(let range): "must have \(range.lowerBound) to \(range.upperBound) characters"
        case .holdsNUL: "holds a NUL character"
        case .holdsControlCharacters: "must not hold control characters"
        case .absurdMarks(let longest): "more than \(longest) combining marks in a row. Please remove some."
        case .notPrintableASCII: "must be printable ASCII without spaces"
        case .notAnAddress: "must hold an IP address or a network (CIDR) in each line"
        case .notAKey: "must be 1 to 64 of the characters A-Z a-z 0-9 - _"
        case .notInTheFuture: "must be in the future"
        case .notAfterStart: "leaves a range that ends before it begins"
        case .tooManyBuckets(let most):
            "makes more than \(most) hours or days: choose a shorter range, or days instead of hours"
        case .moreDays(let most): "makes more than \(most) days: choose a shorter range"
        case .isUserName: "must not be the user name"
        case .incomplete: "incomplete"
        case .notAForm: "is no form that can be read (multipart/form-data)"
        case .brokenJSON(let place): "not JSON: byte \(place) does not fit"
        case .tooDeep(let most): "nested deeper than \(most)"
        case .tooManyValues(let most): "more than \(most) values"
        case .nameTwice: "a member occurs twice"
        case .occursTwice: "names the same one twice"
        case .notOne: "must hold one message"
        case .noModel: "must name at least one model"
        case .badModelName: "a model's name has 1 to 255 characters"
        case .badModelPattern:
            "a pattern of models has 1 to 64 bytes, no spaces, no commas, and at most four of *"
        case .matchesNoModel: "matches none of the models that the accounts have"
        case .badGroupName: "a group's name has 1 to 64 characters and no commas"
        case .notARatio: "must be a number from 0 to 1000000"
        case .entry(let name, let flaw): "“\(name)” \(flaw.english)"
        case .tooManyKeys(let most): "has more than \(most) keys"
        case .lastKey: "is the last key of the account: delete the account, or enter another key first"
        case .notThere: "names something that does not exist"
        case .notAWindow: "must be hour, day, week, month, or a length from 1m to 90d such as 30m, 5h or 7d"
        case .twoLimits(let window): "has two limits for one \(window.name)"
        case .notADay: "“before:” and “after:” need a day, such as 2026-01-31, a month or a year"
        case .notADate: "must be a day, such as 2026-01-31"
        case .noProjectName: "“in:” needs the name of a project"
        case .noneOf(let names): "one of \(Self.list(names, "and")) is expected"
        case .besides(let other): "must not stand beside \(other)"
        case .unknown: "is not one that this server gave"
        case .scheme(let schemes): "must begin with \(Self.list(schemes.map { $0 + "://" }, "or"))"
        case .hasQuery: "must have no query and no fragment"
        case .hasUser: "must hold no user name or password"
        case .noHost: "must name a host, and a port from 1 to 65535 if any"
        case .forbiddenName(let name, let allowed):
            "\(name) cannot be set; these can: \(allowed.joined(separator: ", "))"
        case .login(let flaw): flaw.english
        case .badHeader(let name): "\(name) must be 1 to 1024 characters of printable ASCII"
        case .circle(let name): "\(name) leads back to itself"
        case .notSupported: "is not supported here"
        case .notAPicture: "must be a PNG, JPEG or WebP image"
        case .tooManyPixels(let side): "has too many pixels: at most \(side) on a side"
        case .notAMailAddress: "must be a mail address, such as name@example.com"
        case .notAVersion: "must be the name of a version, such as 2024-10-21"
        }
    }

    /// `a`, `a or b`, `a, b or c`.
    private static func list(_ words: [String], _ last: String) -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + words[words.count - 1]
    }
}

extension Flaw.Kind {
    fileprivate var english: String {
        switch self {
        case .text: "a string"
        case .flag: "true or false"
        case .wholeNumber: "a whole number"
        case .object: "an object"
        case .list: "an array"
        case .texts: "an array of strings"
        case .objects: "an array of objects"
        }
    }
}

package import JSON

/// What is wrong with a field of a request. `Site` has the words for each, in both languages.
public indirect enum Flaw: Equatable, Sendable {
    case missing
    case empty
    case not(Kind)
    case notOneOf([String])
    case outOfRange(ClosedRange<Int64>)
    /// The same, in seconds.
    case secondsOutOfRange(ClosedRange<Int64>)
    case longerThan(Int, Unit)
    /// How many characters it must have.
    case length(ClosedRange<Int>)
    case holdsNUL
    case holdsControlCharacters
    /// More combining marks in a row than anybody writes: no later step is to look at them one by one.
    case absurdMarks(longest: Int)
    case notPrintableASCII
    /// Neither an IP address nor a network.
    case notAnAddress
    /// Not 1 to 64 of the characters A-Z a-z 0-9 - _.
    case notAKey
    case notInTheFuture
    /// Of the end of a range.
    case notAfterStart
    /// Of a range: hours or days.
    case tooManyBuckets(most: Int)
    case moreDays(most: Int)
    case isUserName
    /// A body that ended before its announced length.
    case incomplete
    case brokenJSON(at: Int)
    case notAForm
    case tooDeep(most: Int)
    case tooManyValues(most: Int)
    case nameTwice
    /// A list that names the same thing twice.
    case occursTwice
    /// A list that must hold one element.
    case notOne
    case noModel
    case badModelName
    case badModelPattern
    /// Patterns none of which is about a model that an account has.
    case matchesNoModel
    case badGroupName
    /// Not a number from 0 to 1,000,000.
    case notARatio
    /// Something inside the field, by its name.
    case entry(String, Flaw)
    /// Neither a part of the calendar nor a length.
    case notAWindow
    case twoLimits(QuotaWindow)
    /// What `before:` and `after:` want.
    case notADay
    /// No day like 2026-01-31.
    case notADate
    /// What `in:` wants.
    case noProjectName
    /// None of what a change may hold.
    case noneOf([String])
    case besides(String)
    /// Not something that the server gave out, as a cursor or an event's id.
    case unknown
    /// Names something that is not there.
    case notThere
    case scheme([String])
    case hasQuery
    case hasUser
    case noHost
    /// A name inside the field that may not be set, and those that may.
    case forbiddenName(String, allowed: [String])
    case badHeader(String)
    case tooManyKeys(most: Int)
    /// An account with several keys keeps one.
    case lastKey
    /// Not one login that an account can use.
    case login(LoginFlaw)
    /// A name that leads back to itself.
    case circle(String)
    /// Something that this server cannot do, and so cannot be switched on.
    case notSupported
    case notAMailAddress
    /// Neither PNG, JPEG nor WebP, or damaged.
    case notAPicture
    case tooManyPixels(side: Int)
    /// Not the name of a version of an interface.
    case notAVersion

    public enum Kind: Equatable, Sendable { case text, flag, wholeNumber, object, list, texts, objects }
    public enum Unit: Equatable, Sendable { case characters, bytes }
}

extension JSONError {
    package var flaw: Flaw {
        switch self {
        case .malformed(let offset): .brokenJSON(at: offset)
        case .tooDeep: .tooDeep(most: JSONValue.maximumDepth)
        case .tooMany: .tooManyValues(most: JSONValue.maximumCount)
        case .duplicateKey: .nameTwice
        }
    }
}

// swift-tools-version: 6.2
import PackageDescription

/// Only to see a test fail: goes on with a connection to Redis whose reply did not come in time, so that every later
/// reply answers somebody else's command. `CHATMIRROR_REUSE_BROKEN_CONNECTIONS=1 swift test --filter RedisStorm`.
let reusesBrokenConnections = Context.environment["CHATMIRROR_REUSE_BROKEN_CONNECTIONS"] == "1"

/// `scripts/fuzz` sets it: libFuzzer must see which way every module goes.
let isFuzzing = Context.environment["CHATMIRROR_FUZZING"] == "1"

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (reusesBrokenConnections ? [.define("CHATMIRROR_REUSE_BROKEN_CONNECTIONS")] : [])
    + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// A C library of the system: a module map and a shim header, nothing else.
func system(_ name: String, _ pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: apt.map { [.apt([$0])] })
}

/// One Swift module. It may import only what stands on a lower row of docs/architecture.md.
func module(_ name: String, imports: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: imports, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ imports: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: imports + ["TestKit"], swiftSettings: strict)
}

/// Only `scripts/fuzz`, which links libFuzzer to it, can build this.
let fuzzDriver = Target.executableTarget(
    name: "FuzzDriver", dependencies: ["FuzzTargets"], path: "Tests/FuzzDriver",
    swiftSettings: strict)

let package = Package(
    name: "chatmirror",
    targets: [
        system("CLinux"),
        system("CMariaDB", "libmariadb", apt: "libmariadb-dev"),
        system("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        // Its pkg-config file names _FILE_OFFSET_BITS, which SwiftPM warns about and nothing needs.
        system("CHiredis", apt: "libhiredis-dev"),
        system("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        system("CSodium", "libsodium", apt: "libsodium-dev"),
        // Its pkg-config file names nothing that the linker does not find by itself.
        system("CZlib", apt: "zlib1g-dev"),
        system("CYAML", "yaml-0.1", apt: "libyaml-dev"),
        // Its pkg-config file names what SwiftPM warns about and nothing needs.
        system("CUTF8Proc", apt: "libutf8proc-dev"),
        // Debian has no pkg-config file of it.
        system("CWslay", apt: "libwslay-dev"),
        // What libcurl speaks TLS with: nothing else at hand has the hash of WebSocket's handshake.
        system("CCrypto", "libcrypto", apt: "libssl-dev"),
        // Its pkg-config file wants libjansson-dev, of which nothing is needed.
        system("CJose", apt: "libcjose-dev"),
        system("CValgrind", apt: "valgrind"),
        system("CArchive", apt: "libarchive-dev"),
        system("CXML2", "libxml-2.0", apt: "libxml2-dev"),
        system("CMagic", apt: "libmagic-dev"),
        system("CUchardet", apt: "libuchardet-dev"),
        module("JSON"),
        module("Wire", imports: ["JSON"]),
        module("Domain", imports: ["JSON"]),
        module("Transport", imports: ["JSON", "Wire", "CLinux", "CSodium", "CJose"]),
        module("Dialects", imports: ["Domain", "JSON", "Wire"]),
        module(
            "HTTP",
            imports: ["Transport", "JSON", "Wire", "CLinux", "CCurl", "CZlib", "CWslay", "CCrypto"]),
        module("Database", imports: ["Transport", "JSON", "Wire", "CHiredis", "CMariaDB", "CSQLite"]),
        module("Upstream", imports: ["Dialects", "Domain", "HTTP", "Transport", "JSON", "Wire"]),
        module(
            "Storage", imports: ["Database", "Domain", "Transport", "Wire", "JSON", "CLinux", "CUTF8Proc"],
            resources: [.embedInCode("Migrations")]),
        module("Integrations", imports: ["Domain", "HTTP", "Transport", "JSON", "Wire"]),
        module(
            "Documents",
            imports: ["Domain", "Transport", "JSON", "Wire", "CLinux", "CArchive", "CXML2", "CMagic", "CUchardet"]),
        module("Live", imports: ["Database", "Domain", "JSON", "Transport"]),
        module("Web", imports: ["HTTP", "Domain", "Transport", "JSON", "Wire"]),
        module("ChatAPI", imports: ["Web", "HTTP", "Domain", "Transport", "JSON", "Wire"]),
        module("PanelAPI", imports: ["Web", "HTTP", "Dialects", "Domain", "Transport", "JSON", "Wire"]),
        module("RelayAPI", imports: ["Web", "HTTP", "Dialects", "Domain", "Transport", "JSON", "Wire"]),
        module(
            "Site",
            imports: ["ChatAPI", "PanelAPI", "RelayAPI", "Web", "HTTP", "Domain", "Transport", "JSON", "Wire"]),
        .executableTarget(
            name: "chatmirror",
            dependencies: [
                "Site", "ChatAPI", "PanelAPI", "RelayAPI", "Web", "Upstream", "Integrations", "Documents", "Live",
                "Storage",
                "Database", "Domain", "HTTP",
                "Transport", "JSON", "Wire",
                "CYAML",
            ],
            swiftSettings: strict),
        module(
            "TestKit",
            imports: [
                "Domain", "HTTP", "Live", "Storage", "Database", "Site", "ChatAPI", "PanelAPI", "RelayAPI", "Web",
                "Upstream", "Documents",
                "Transport", "JSON", "Wire",
                "CMariaDB",
            ]),
        .target(
            name: "FuzzTargets", dependencies: ["Dialects", "Domain", "Transport", "JSON", "Wire"],
            path: "Tests/FuzzTargets",
            swiftSettings: strict),
        .executableTarget(
            name: "complexity-probe",
            dependencies: [
                "CValgrind", "ChatAPI", "PanelAPI", "Dialects", "Domain", "HTTP", "Site", "Upstream", "Web", "JSON",
                "Wire",
            ],
            path: "Tests/ComplexityProbe", swiftSettings: strict),
        .executableTarget(
            name: "quota-storm", dependencies: ["Database", "Domain", "Live", "Storage", "Transport"],
            path: "Tests/QuotaStorm", swiftSettings: strict),
        .executableTarget(
            name: "ledger-bench", dependencies: ["Database", "Domain", "Live", "Transport"],
            path: "Benchmarks/Ledger", swiftSettings: strict),
        tests("FuzzTests", "FuzzTargets", "JSON", "Wire"),
        tests("JSONTests", "JSON"),
        tests("WireTests", "JSON", "Wire"),
        tests("DomainTests", "Domain", "JSON"),
        tests("TransportTests", "Transport", "JSON", "Wire"),
        tests("DialectsTests", "Dialects", "Domain", "JSON", "Wire"),
        tests("HTTPTests", "HTTP", "Transport", "JSON", "Wire", "CZlib"),
        tests("DatabaseTests", "Database", "Transport", "JSON", "Wire"),
        tests("StorageTests", "Live", "Storage", "Database", "Domain", "Transport", "JSON", "Wire"),
        tests("UpstreamTests", "Upstream", "Dialects", "Domain", "HTTP", "Transport", "JSON", "Wire"),
        tests("DocumentsTests", "Documents", "Domain", "Transport", "JSON", "Wire"),
        tests("IntegrationsTests", "Integrations", "Storage", "Domain", "HTTP", "Transport", "JSON", "Wire"),
        tests(
            "SiteTests", "Site", "Web", "ChatAPI", "PanelAPI", "RelayAPI", "Dialects", "Domain", "HTTP", "Live",
            "Storage",
            "Transport", "Upstream", "JSON", "Wire"),
    ] + (isFuzzing ? [fuzzDriver] : [])
)

// swift-tools-version: 6.3
// Udkast builds on Foundation, the C library, OpenSSL and SQLite alone: no package dependencies.
import PackageDescription

/// Every target of ours is held to the same rules; a warning is an error.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "udkast",
    targets: [
        // System libraries.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CEpoll"),

        // Engine: no Foundation, also compiled to WebAssembly (Scripts/engine).
        module("Merge"),
        module("RichText", ["Merge"]),
        module("Sync", ["RichText", "Merge"]),
        // memory.c stands in for the C library, in the browser only.
        module("Engine", ["Sync", "RichText", "Merge"], exclude: ["memory.c"]),

        // Domain: rules as values.
        module("Workspace", ["RichText", "Merge"]),
        module("Markup"),
        module("Export", ["Workspace", "RichText", "Markup"]),

        // Technology: knows nothing of procurement.
        module("WebProtocol"),
        module("Crypto", ["COpenSSL"]),
        module("WebServer", ["WebProtocol", "Crypto", "COpenSSL", "CEpoll"]),
        module("SQLite", ["CSQLite"]),
        module("Store", ["SQLite", "Workspace", "RichText", "Merge"]),

        // Assembly.
        module(
            "App",
            [
                "Store", "Workspace", "Export", "Markup", "Sync", "RichText", "Merge", "WebServer", "WebProtocol",
                "Crypto",
            ],
            resources: [.copy("Demo/Fixtures")]),
        .executableTarget(
            name: "udkast",
            dependencies: [
                "App", "Store", "Export", "Markup", "Workspace", "Sync", "RichText", "Merge", "WebServer",
                "WebProtocol",
                "Crypto",
            ],
            swiftSettings: strict),

        // What is measured from outside: the merge engine, and the server's stack.
        .executableTarget(
            name: "udkast-bench", dependencies: ["RichText", "Merge", "WebServer", "WebProtocol"], swiftSettings: strict
        ),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["RichText", "Merge"], path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "udkast-fuzz", dependencies: ["TestSupport", "Sync", "RichText", "Merge"],
            path: "Tests/Fuzz/Program", swiftSettings: strict),
        tests("MergeTests", ["Merge", "TestSupport"]),
        tests("RichTextTests", ["RichText", "Merge", "TestSupport"], exclude: ["Fixtures"]),
        tests("SyncTests", ["Sync", "RichText", "Merge", "TestSupport"]),
        tests(
            "SimulationTests", ["Sync", "RichText", "Merge", "TestSupport"],
            exclude: ["engine-hashes.mjs", "engine-memory.mjs"]),
        tests("WorkspaceTests", ["Workspace", "RichText", "Merge"]),
        tests("MarkupTests", ["Markup"]),
        tests("ExportTests", ["Export", "Workspace", "RichText", "Markup"], exclude: ["Golden"]),
        tests("WebProtocolTests", ["WebProtocol", "TestSupport"]),
        tests("CryptoTests", ["Crypto"]),
        tests("WebServerTests", ["WebServer", "WebProtocol", "Crypto", "TestSupport"]),
        tests("SQLiteTests", ["SQLite"]),
        tests("StoreTests", ["Store", "SQLite", "Workspace", "RichText", "Merge"], exclude: ["schema.sql"]),
        tests(
            "AppTests",
            ["App", "Store", "Workspace", "WebServer", "WebProtocol", "Sync", "RichText", "Merge", "Crypto"]),
    ],
    swiftLanguageModes: [.v6]
)

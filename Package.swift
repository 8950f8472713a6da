// swift-tools-version: 6.1
// The table of contents: targets in the order of the data, core first. Arrows point up this page.

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-warnings-as-errors"]),
]

let package = Package(
  name: "cx",
  products: [.executable(name: "cx", targets: ["cx"])],
  dependencies: [
    // Subcommands, help, completions and the manual's option lists.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // The configuration file and, later, rule files are YAML.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // The framing of WebSocket; the stand-in exchange of the tests is a server.
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    // Pure, and below everything: what a record is. Bytes, decimals, time and calendars, JSON,
    // digests, events, and the reader and writer of their lines.
    .target(
      name: "CXRecord", dependencies: ["CProcessor"], path: "Sources/CXCore/Record",
      swiftSettings: strict),
    // Pure: windows, indicators, exchange formats, stores. No system call, clock or C library.
    .target(
      name: "CXCore", dependencies: ["CXRecord"], exclude: ["Record"], swiftSettings: strict),
    // Not a library: the one hint to the processor that Swift has no words for.
    .systemLibrary(name: "CProcessor"),

    // Shims: a header and a module map each.
    .systemLibrary(name: "CCurl"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

    // Files, pipes, signals, clocks, decompression.
    .target(
      name: "CXSystem", dependencies: ["CXRecord", "CXCore", "CLinux", "CZlib", "CZstd"],
      swiftSettings: strict),

    // Requests by libcurl, and what exchanges answer by REST.
    .target(
      name: "CXHTTP", dependencies: ["CXRecord", "CXCore", "CXSystem", "CCurl"],
      swiftSettings: strict),

    // Live streams: a library's WebSocket framing over libcurl's connections.
    .target(
      name: "CXWebSocket",
      dependencies: [
        "CXRecord", "CXCore", "CXSystem", "CXHTTP",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: strict),

    // Files of SQLite. Not GRDB: column binding at ingest speed needs the C interface, and
    // Foundation costs start-up.
    .target(
      name: "CXSQLite", dependencies: ["CXRecord", "CXCore", "CXSystem", "CSQLite"],
      swiftSettings: strict),

    // Notifications on their way to people and programs.
    .target(
      name: "CXNotify", dependencies: ["CXRecord", "CXCore", "CXSystem", "CXHTTP"],
      swiftSettings: strict),

    // The cold store's buckets: S3, signed here, over CXHTTP.
    .target(
      name: "CXObjectStore", dependencies: ["CXRecord", "CXCore", "CXSystem", "CXHTTP"],
      swiftSettings: strict),

    // The program: one file per subcommand.
    .executableTarget(
      name: "cx",
      dependencies: [
        "CXRecord", "CXCore", "CXSystem", "CXHTTP", "CXWebSocket", "CXNotify", "CXSQLite",
        "CXObjectStore",
        "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(
      name: "CXCoreTests", dependencies: ["CXRecord", "CXCore", "CXTestKit"], swiftSettings: strict),
    .testTarget(
      name: "CXSystemTests", dependencies: ["CXSystem", "CXRecord", "CXCore", "CZlib", "CZstd"],
      swiftSettings: strict),
    // Runs the built program as a user would, and the tests that do.
    .target(
      name: "CXTestKit", dependencies: ["CXRecord"], path: "Tests/CXTestKit", swiftSettings: strict),
    .testTarget(
      name: "cxTests", dependencies: ["CXTestKit", "StandInExchange"], exclude: ["Golden"],
      swiftSettings: strict),
    // An exchange that lies on demand: a program, so that tests of any target and people can use it.
    .executableTarget(
      name: "StandInExchange",
      dependencies: [
        "CXRecord", "CXCore", "CZlib",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      path: "Tests/StandInExchange", swiftSettings: strict),
    .testTarget(
      name: "CXWebSocketTests",
      dependencies: [
        "CXWebSocket", "CXHTTP", "CXRecord", "CXCore", "CXTestKit", "StandInExchange",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CXSQLiteTests", dependencies: ["CXSQLite", "CXRecord", "CXCore", "CXTestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "CXNotifyTests", dependencies: ["CXNotify", "CXRecord", "CXCore", "CXTestKit"],
      exclude: ["Doubles"], swiftSettings: strict),
    .testTarget(
      name: "CXObjectStoreTests",
      dependencies: ["CXObjectStore", "CXHTTP", "CXRecord", "CXCore", "CXTestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "CXHTTPTests",
      dependencies: ["CXHTTP", "CXRecord", "CXCore", "CXTestKit", "StandInExchange"],
      swiftSettings: strict),
  ]
)

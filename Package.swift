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
  ],
  targets: [
    // Pure: records, windows, indicators, exchange formats. No system call, clock or C library.
    .target(name: "CXCore", swiftSettings: strict),

    // Shims: a header and a module map each.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

    // Files, pipes, signals, clocks, decompression.
    .target(name: "CXSystem", dependencies: ["CXCore", "CZlib", "CZstd"], swiftSettings: strict),

    // The program: one file per subcommand.
    .executableTarget(
      name: "cx",
      dependencies: [
        "CXCore", "CXSystem", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(name: "CXCoreTests", dependencies: ["CXCore"], swiftSettings: strict),
    // Runs the built program as a user would, and the tests that do.
    .target(name: "CXTestKit", path: "Tests/CXTestKit", swiftSettings: strict),
    .testTarget(
      name: "cxTests", dependencies: ["CXTestKit"], exclude: ["Golden"], swiftSettings: strict),
  ]
)

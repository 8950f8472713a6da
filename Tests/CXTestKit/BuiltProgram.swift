import Foundation

/// The `cx` that was built with the tests, and the world it runs in.
public enum BuiltProgram {
  /// Path of the built `cx`: `CX_BINARY`, else the one beside the test bundle.
  public static let path: String = {
    if let path = ProcessInfo.processInfo.environment["CX_BINARY"] { return path }
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let beside = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
    return beside.appendingPathComponent("cx").path
  }()

  /// The folder the sources lie in.
  public static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// An environment in which a run depends on nothing but its case: `cx` first on the path, no
  /// configuration, no colour, UTC.
  public static func environment(home: String) -> [String: String] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return [
      "PATH": "\(folder):\(inherited)", "HOME": home, "TMPDIR": home, "LC_ALL": "C", "TZ": "UTC",
      "XDG_RUNTIME_DIR": home,
    ]
  }

  /// Runs a command line with `cx` on its path, in a fresh folder that is removed afterwards.
  public static func run(
    _ commandLine: String, input: String = "", variables: [String: String] = [:],
    seconds: Double = 60
  ) throws -> Outcome {
    try withTemporaryFolder { folder in
      try Program.run(
        commandLine, input: input.utf8, directory: folder,
        environment: environment(home: folder).merging(variables) { $1 }, seconds: seconds)
    }
  }

  /// Starts a command line with `cx` on its path, to be spoken with while it runs.
  public static func start(_ commandLine: String, in folder: String) throws -> Program {
    try Program(commandLine, directory: folder, environment: environment(home: folder))
  }

  /// Makes an empty folder for the time of `body`.
  public static func withTemporaryFolder<Result>(
    _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cx-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.resolvingSymlinksInPath().path)
  }
}

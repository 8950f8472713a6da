import Foundation

/// A stand-in exchange that runs until its last reference goes.
public final class StandIn {
  /// Where it listens: `http://127.0.0.1:PORT`.
  public let baseURL: String
  private let program: Program

  /// Starts one, with options such as `--seed 7`, and waits until it listens.
  public init(_ options: String = "") throws {
    let folder = URL(fileURLWithPath: BuiltProgram.path).deletingLastPathComponent().path
    program = try Program("exec \"\(folder)/StandInExchange\" --port 0 \(options)")
    program.run(seconds: 30) { $0.output.contains(UInt8(ascii: "\n")) }
    let line = String(decoding: program.output, as: UTF8.self)
    guard let place = line.split(whereSeparator: \.isWhitespace).last, line.hasPrefix("listening")
    else {
      let why = String(decoding: program.errors, as: UTF8.self)
      throw Failure("the stand-in does not start: \(why)")
    }
    baseURL = "http://\(place)"
  }
}

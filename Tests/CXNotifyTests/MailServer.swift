import CXTestKit
import Foundation

/// A mail server of the tests', and the certificates around it; it ends with the tests and takes
/// its folder along.
final class MailServer: Sendable {
  struct Ports: Decodable {
    var starttls: Int
    var smtps: Int
    /// Offers no TLS.
    var none: Int
    /// Offers no TLS, and to log in all the same.
    var auth: Int
  }

  /// A mail that was accepted, and what was said around it.
  struct Envelope: Decodable, Equatable {
    var tls: Bool
    var user: String?
    var from: String
    var to: [String]
  }

  let ports: Ports
  let folder: String
  // Only kept alive.
  nonisolated(unsafe) private let program: Program

  static let doubles = BuiltProgram.package.path + "/Tests/CXNotifyTests/Doubles"

  init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cx-mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder.path
    let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    let made = try Program.run(
      "\"\(Self.doubles)/make_certificates.sh\" .", directory: folder.path,
      environment: environment)
    guard made.status == 0 else { throw Failure("no certificates: \(made.errorText)") }
    program = try Program(
      "exec python3 \"\(Self.doubles)/smtp_server.py\" .", directory: folder.path,
      environment: environment)
    program.run(seconds: 30) { $0.output.contains(UInt8(ascii: "\n")) }
    do {
      ports = try JSONDecoder().decode(Ports.self, from: Data(program.output))
    } catch {
      let why = String(decoding: program.errors, as: UTF8.self)
      throw Failure("the mail server does not start: \(why)")
    }
  }

  /// The mails that were accepted from a sender, in order: paths and envelopes.
  func mails(from sender: String) throws -> [(path: String, envelope: Envelope)] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let numbers = names.filter { $0.hasSuffix(".eml") }.compactMap { Int($0.dropLast(4)) }.sorted()
    return try numbers.map { number in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(number).json"))
      return ("\(folder)/\(number).eml", try JSONDecoder().decode(Envelope.self, from: data))
    }.filter { $0.1.from == sender }
  }
}

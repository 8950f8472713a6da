import CXRecord

/// A setting that receivers of a kind have.
public struct ReceiverSetting: Sendable {
  /// What is written behind its name.
  public enum Form: Sendable {
    /// One text.
    case text
    /// A text or a list of texts.
    case texts
    /// Texts by name.
    case table
    /// A duration.
    case duration
    /// A whole number from 1.
    case count
    /// True or false.
    case flag
    /// A text that stands elsewhere: `NAME_file: PATH` or `NAME_env: VARIABLE`, never here.
    case secret
  }

  /// Its name; see ``Form/secret`` for those of secrets.
  public var name: String
  /// What is written behind it.
  public var form: Form
  /// Whether a receiver must have it.
  public var isRequired: Bool

  /// A setting; see the fields.
  public init(_ name: String, _ form: Form, isRequired: Bool = false) {
    self.name = name
    self.form = form
    self.isRequired = isRequired
  }

  /// The names by which a file may set it.
  var spellings: [String] {
    if case .secret = form { ["\(name)_file", "\(name)_env"] } else { [name] }
  }
}

/// Where a secret stands.
public enum SecretPlace: Sendable, Equatable {
  /// In a file, a last line feed not counted.
  case file(String)
  /// In an environment variable.
  case environment(String)
}

/// The settings of a receiver, by name, as its kind describes them.
public struct ReceiverSettings: Sendable, Equatable {
  enum Value: Sendable, Equatable {
    case texts([String])
    case table([Name: String])
    case number(Int64)
    case flag(Bool)
    case secret(SecretPlace)
  }

  var values: [Name: Value] = [:]

  /// The text of a setting.
  public func text(_ name: String) -> String? { texts(name).first }

  /// The texts of a setting; none where it is not set.
  public func texts(_ name: String) -> [String] {
    if case .texts(let texts) = values[Name(name)] { texts } else { [] }
  }

  /// The texts of a setting by their names; none where it is not set.
  public func table(_ name: String) -> [Name: String] {
    if case .table(let table) = values[Name(name)] { table } else { [:] }
  }

  /// A duration in microseconds, or a count.
  public func number(_ name: String) -> Int64? {
    if case .number(let number) = values[Name(name)] { number } else { nil }
  }

  /// Whether a flag is set to true.
  public func flag(_ name: String) -> Bool { values[Name(name)] == .flag(true) }

  /// Where a secret stands.
  public func secret(_ name: String) -> SecretPlace? {
    if case .secret(let place) = values[Name(name)] { place } else { nil }
  }
}

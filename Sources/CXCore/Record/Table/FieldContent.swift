/// What the values of a field are.
public enum FieldContent: Sendable, Equatable {
  /// A moment, written as microseconds since 1970 UTC; see ``Timestamp/range``.
  case time
  /// An exchange's number of something, whole and from 0; see ``RecordKind/identifiers``.
  case identifier
  /// How many of something, whole and from 0.
  case count
  /// An exact decimal of at least 38 digits; `isSigned` ones may be below 0.
  case decimal(isSigned: Bool)
  /// UTF-8.
  case text
  /// One of a few texts.
  case choice([String])
  /// True or false.
  case flag
  /// Price levels of an order book: an array of `[price, quantity]`.
  case levels
  /// A JSON object whose values are texts.
  case labels
  /// A number, a text, true or false.
  case scalar
  /// Another record, as an object.
  case record

  /// A price, a quantity or a sum of such: never below 0.
  public static let amount = FieldContent.decimal(isSigned: false)
}

/// A field of a kind of record.
public struct RecordField: Sendable {
  /// Which one.
  public let field: Field
  /// What its values are.
  public let content: FieldContent
  /// Whether a record without it is refused.
  public let isRequired: Bool
  /// Whether it tells a record from all others of its kind.
  public let isKey: Bool
  /// What it means, with its unit, in a sentence without its full stop.
  public let meaning: String

  /// A field that a record may lack.
  static func optional(_ field: Field, _ content: FieldContent, _ meaning: String) -> RecordField {
    RecordField(
      field: field, content: content, isRequired: false, isKey: false, meaning: meaning)
  }

  /// A field that a record has to have.
  static func required(_ field: Field, _ content: FieldContent, _ meaning: String) -> RecordField {
    RecordField(field: field, content: content, isRequired: true, isKey: false, meaning: meaning)
  }

  /// The same field as a part of the record's key.
  var key: RecordField {
    RecordField(
      field: field, content: content, isRequired: isRequired, isKey: true, meaning: meaning)
  }
}

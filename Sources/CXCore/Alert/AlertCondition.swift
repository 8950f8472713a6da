import CXRecord

/// When a rule holds.
public enum AlertCondition: Codable, Sendable, Equatable {
  /// An expression over each record of a series is true.
  case expression(Expression)
  /// A series has had no record for this many microseconds.
  case noData(Int64)

  /// Reads an expression, or `nodata 2m`.
  public init(parsing text: String) throws(ExpressionError) {
    let words = text.split { $0.isWhitespace }
    guard words.first == "nodata" else {
      self = .expression(try Expression(parsing: text))
      return
    }
    let place = text.utf8.distance(
      from: text.startIndex, to: words.count > 1 ? words[1].startIndex : text.startIndex)
    do throws(DurationProblem) {
      let length = try DurationText.microseconds(words.dropFirst().joined())
      if length <= 0 { throw DurationProblem.empty }
      self = .noData(length)
    } catch {
      throw ExpressionError(
        "nodata: \(error.reason)", source: text, at: place, hint: "write nodata 2m")
    }
  }

  /// The text it was read from, or means the same.
  public var source: String {
    switch self {
    case .expression(let expression): expression.source
    case .noData(let length): "nodata \(DurationText.text(length))"
    }
  }
}

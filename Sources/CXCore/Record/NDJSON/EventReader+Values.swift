/// The values of fields, and what is wrong with them.
extension EventReader {
  func problem(_ field: Field, _ what: String, _ value: FieldValue) -> LineProblem {
    let text = String(decoding: fields.bytes(value).prefix(40), as: UTF8.self)
    let isText = value.form == .string || value.form == .escapedString
    return LineProblem("\"\(field.name)\" \(what): \(isText ? "\"\(text)\"" : text)")
  }

  func text(_ field: Field) throws(LineProblem) -> String? {
    guard let value = fields[field] else { return nil }
    switch value.form {
    case .string: return String(decoding: fields.bytes(value), as: UTF8.self)
    case .escapedString:
      guard let text = JSONText.text(fields.bytes(value)) else {
        throw problem(field, JSONText.halfPair, value)
      }
      return text
    default: throw problem(field, "is not a string", value)
    }
  }

  func name(_ field: Field) throws(LineProblem) -> Name? {
    try text(field).map { Name($0) }
  }

  // MARK: Numbers

  /// A number of ordinary size; nil for all others, right or wrong.
  @inline(__always)
  private func quick(_ value: FieldValue) -> (units: Int64, scale: UInt8)? {
    guard value.form == .number || value.form == .string else { return nil }
    var cursor = fields.line + Int(value.start)
    let isNegative = cursor.load(as: UInt8.self) == UInt8(ascii: "-")
    if isNegative { cursor += 1 }
    guard let (units, scale) = QuickNumber.anyForm(&cursor),
      cursor == fields.line + Int(value.end)
    else { return nil }
    return (isNegative ? 0 &- units : units, scale)
  }

  func optionalDecimal(_ field: Field) throws(LineProblem) -> Decimal? {
    guard let value = fields[field] else { return nil }
    if let (units, scale) = quick(value) { return Decimal(units: Int128(units), scale: scale) }
    return try anyDecimal(field, value)
  }

  private func anyDecimal(_ field: Field, _ value: FieldValue) throws(LineProblem) -> Decimal {
    do throws(DecimalProblem) {
      switch value.form {
      case .number, .string: return try Decimal(parsing: fields.bytes(value))
      case .escapedString:
        return try Decimal(
          parsing: String(decoding: JSONText.unescape(fields.bytes(value)), as: UTF8.self))
      default: throw .notANumber
      }
    } catch {
      throw problem(field, error.reason, value)
    }
  }

  func decimal(_ field: Field) throws(LineProblem) -> Decimal {
    guard let value = try optionalDecimal(field) else {
      throw LineProblem("missing \"\(field.name)\"")
    }
    return value
  }

  /// A decimal of ordinary size, as most trades have; nil for all others, right or wrong.
  @inline(__always)
  func small(_ field: Field) -> (units: Int64, scale: UInt8)? {
    fields[field].flatMap(quick)
  }

  /// An id: whole, from 0 on.
  ///
  /// -1 means "none", as in Binance's klines. A string that is no number (a UUID) is no id that
  /// could prove anything, and counts as none.
  @inline(__always)
  func identifier(_ field: Field) throws(LineProblem) -> Int64? {
    guard let value = fields[field] else { return nil }
    if let whole = quickWhole(value) { return whole }
    return try anyIdentifier(field, value)
  }

  /// How many of something: whole, from 0 on.
  @inline(__always)
  func count(_ field: Field) throws(LineProblem) -> Int64? {
    guard let value = fields[field] else { return nil }
    if let whole = quickWhole(value) { return whole }
    return try anyCount(field, value)
  }

  /// Digits within the bounds of ids and counts; nil for all else, right or wrong.
  @inline(__always)
  private func quickWhole(_ value: FieldValue) -> Int64? {
    guard value.form == .number || value.form == .string else { return nil }
    var cursor = fields.line + Int(value.start)
    guard let whole = QuickNumber.whole(&cursor), cursor == fields.line + Int(value.end),
      RecordKind.identifiers.contains(whole)
    else { return nil }
    return whole
  }

  private func anyIdentifier(
    _ field: Field, _ value: FieldValue
  ) throws(LineProblem) -> Int64? {
    guard let number = try? anyDecimal(field, value) else {
      if value.form == .string || value.form == .escapedString { return nil }
      throw problem(field, "is not a whole number", value)
    }
    guard let whole = number.units(atScale: 0) else {
      throw problem(field, "is not a whole number", value)
    }
    if whole == -1 { return nil }
    return try bounded(whole, field, value)
  }

  private func anyCount(_ field: Field, _ value: FieldValue) throws(LineProblem) -> Int64 {
    guard let number = try? anyDecimal(field, value), let whole = number.units(atScale: 0) else {
      throw problem(field, "is not a whole number", value)
    }
    return try bounded(whole, field, value)
  }

  private func bounded(
    _ whole: Int256, _ field: Field, _ value: FieldValue
  ) throws(LineProblem) -> Int64 {
    guard let number = Int64(exactly: whole), RecordKind.identifiers.contains(number) else {
      throw problem(field, whole.isNegative ? "is negative" : "is out of range", value)
    }
    return number
  }

  // MARK: Flags and sides

  func flag(_ field: Field) throws(LineProblem) -> Bool? {
    guard let value = fields[field] else { return nil }
    switch value.form {
    case .true_: return true
    case .false_: return false
    default: throw problem(field, "is neither true nor false", value)
    }
  }

  @inline(__always)
  func side() throws(LineProblem) -> Side {
    guard let value = fields[.side] else { return .unknown }
    if value.form == .string {
      let word = Words.load(fields.line + Int(value.start))
      switch value.end &- value.start {
      case 3 where word & 0xFF_FFFF == 0x79_7562: return .buy
      case 4 where word & 0xFFFF_FFFF == 0x6C6C_6573: return .sell
      default: break
      }
    }
    return try anySide(value)
  }

  private func anySide(_ value: FieldValue) throws(LineProblem) -> Side {
    switch try text(.side) {
    case "buy": return .buy
    case "sell": return .sell
    default: throw problem(.side, "is neither \"buy\" nor \"sell\"", value)
    }
  }

  // MARK: Times

  /// Microseconds since 1970.
  @inline(__always)
  func optionalTime(_ field: Field) throws(LineProblem) -> Int64? {
    guard let value = fields[field] else { return nil }
    if value.form == .number || value.form == .string {
      var cursor = fields.line + Int(value.start)
      if let time = QuickTime.anyUnit(&cursor), cursor == fields.line + Int(value.end) {
        return time
      }
    }
    return try anyTime(field, value)
  }

  private func anyTime(_ field: Field, _ value: FieldValue) throws(LineProblem) -> Int64 {
    let time: Timestamp?
    if value.form == .string, let written = Timestamp(rfc3339: fields.bytes(value)) {
      time = written
    } else if let number = try? anyDecimal(field, value) {
      time = Timestamp(epoch: number)
    } else if value.form == .escapedString,
      let written = Timestamp(rfc3339: JSONText.unescape(fields.bytes(value)))
    {
      time = written
    } else {
      throw problem(field, "is not a time", value)
    }
    guard let time, time.isInRange else { throw problem(field, "is out of range", value) }
    return time.microseconds
  }

  @inline(__always)
  func time(_ field: Field) throws(LineProblem) -> Int64 {
    guard let time = try optionalTime(field) else {
      throw LineProblem("missing \"\(field.name)\"")
    }
    return time
  }
}

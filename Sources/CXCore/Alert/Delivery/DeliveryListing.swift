import CXRecord

/// Deliveries of an outbox as people and programs read them.
public struct DeliveryListing {
  private let records: [DeliveryRecord]

  /// A listing in the order given.
  public init(_ records: [DeliveryRecord]) {
    self.records = records
  }

  /// Records of type `delivery`, a line each, the event within.
  ///
  /// `ts` is when it was noted; `next` when it is tried again, or `at` when it was delivered or
  /// given up.
  public var lines: Block {
    let block = Block(capacity: 4096)
    for record in records {
      block.append(#"{"type":"delivery","ts":"#)
      block.append(record.created)
      block.append(#","receiver":"#)
      block.append(jsonString: record.receiver)
      block.append(#","state":"#)
      block.append(jsonString: record.standing.rawValue)
      block.append(#","tries":"#)
      block.append(record.tries)
      block.append(record.standing == .waiting ? #","next":"# : #","at":"#)
      block.append(record.moment)
      if !record.reason.isEmpty {
        block.append(#","reason":"#)
        block.append(jsonString: record.reason)
      }
      block.append(#","key":"#)
      block.append(jsonString: record.key)
      if let shipment = record.shipment {
        block.append(#","notification":"#)
        block.append(jsonString: shipment)
      }
      block.append(#","alert":"#)
      block.append(record.line)
      block.append("}\n")
    }
    return block
  }

  /// A table that a terminal of so many columns has room for.
  public func table(columns: Int) -> Block {
    let heads = ["RECEIVER", "STATE", "TRIES", "MOMENT", "KEY", "WHAT"]
    let rows = [heads] + records.map(Self.cells)
    let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let block = Block(capacity: 4096)
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        column == heads.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      block.append(String(cells.joined(separator: "  ").prefix(max(columns, 20))))
      block.append("\n")
    }
    return block
  }

  private static func cells(of record: DeliveryRecord) -> [String] {
    let message = (try? AlertNotice(line: record.line)).map {
      "\($0.state.rawValue): \($0.message)"
    }
    let what = record.reason.isEmpty ? message ?? "" : record.reason
    let second = record.moment - record.moment % Timestamp.second
    let moment = Timestamp(microseconds: second).rfc3339
    return [
      record.receiver.text, record.standing.rawValue, String(record.tries), moment,
      String(record.key.prefix(12)),
      // A line feed or an escape of a message would break the table.
      String(what.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : " " }),
    ]
  }
}

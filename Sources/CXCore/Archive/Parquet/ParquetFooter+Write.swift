extension ParquetFooter {
  /// The footer's bytes, without their length and the mark that stand behind them.
  func encoded(createdBy program: String) -> [UInt8] {
    var writer = ThriftWriter()
    writer.structure { writer in
      writer.field(1, Int32(2))
      writer.list(2, of: .structure, [nil] + leaves.map(Optional.some)) { writer, leaf in
        writer.structure { writer in
          guard let leaf else {
            writer.field(4, "schema".utf8)
            writer.field(5, Int32(leaves.count))
            return
          }
          Self.write(leaf, to: &writer)
        }
      }
      writer.field(3, Int64(rows))
      writer.list(4, of: .structure, groups.enumerated()) { writer, group in
        writer.structure { write(group.element, number: group.offset, to: &$0) }
      }
      writer.list(5, of: .structure, notes) { writer, note in
        writer.structure { writer in
          writer.field(1, note.key.utf8)
          writer.field(2, note.value.utf8)
        }
      }
      writer.field(6, program.utf8)
      // All columns are ordered as their type says.
      writer.list(7, of: .structure, leaves) { writer, _ in
        writer.structure { $0.field(1) { _ in } }
      }
    }
    return writer.bytes
  }

  private static func write(_ leaf: Leaf, to writer: inout ThriftWriter) {
    writer.field(1, leaf.physical.rawValue)
    if leaf.physical == .fixed { writer.field(2, Int32(leaf.length)) }
    writer.field(3, Int32(leaf.isOptional ? 1 : 0))
    writer.field(4, leaf.name.utf8)
    // Old readers know field 6, newer ones field 10.
    switch leaf.meaning {
    case .plain, .unsigned: break
    case .text:
      writer.field(6, Int32(0))
      writer.field(10) { $0.field(1) { _ in } }
    case .decimal(let scale, let precision):
      writer.field(6, Int32(5))
      writer.field(7, Int32(scale))
      writer.field(8, Int32(precision))
      writer.field(10) { writer in
        writer.field(5) { writer in
          writer.field(1, Int32(scale))
          writer.field(2, Int32(precision))
        }
      }
    case .time:
      writer.field(6, Int32(10))
      writer.field(10) { writer in
        writer.field(8) { writer in
          writer.field(1, true)
          writer.field(2) { $0.field(2) { _ in } }
        }
      }
    }
  }

  private func write(_ group: Group, number: Int, to writer: inout ThriftWriter) {
    writer.list(1, of: .structure, zip(leaves, group.chunks).map { ($0, $1) }) { writer, column in
      let (leaf, chunk) = column
      writer.structure { writer in
        writer.field(2, Int64(0))
        writer.field(3) { Self.write(chunk, of: leaf, to: &$0) }
      }
    }
    writer.field(2, Int64(group.chunks.reduce(0) { $0 + $1.uncompressed }))
    writer.field(3, Int64(group.rows))
    writer.list(4, of: .structure, sorting) { writer, place in
      writer.structure { writer in
        writer.field(1, Int32(place))
        writer.field(2, false)
        writer.field(3, true)
      }
    }
    writer.field(5, Int64(group.chunks.first?.range.lowerBound ?? 0))
    writer.field(6, Int64(group.chunks.reduce(0) { $0 + $1.compressed }))
  }

  private static func write(_ chunk: Chunk, of leaf: Leaf, to writer: inout ThriftWriter) {
    writer.field(1, leaf.physical.rawValue)
    writer.list(2, of: .int32, chunk.encodings) { $0.element($1) }
    writer.list(3, of: .binary, [leaf.name]) { $0.binary($1.utf8) }
    writer.field(4, chunk.codec)
    writer.field(5, Int64(chunk.values))
    writer.field(6, Int64(chunk.uncompressed))
    writer.field(7, Int64(chunk.compressed))
    writer.field(9, Int64(chunk.dataOffset))
    if let offset = chunk.dictionaryOffset { writer.field(11, Int64(offset)) }
    writer.field(12) { writer in
      if let nulls = chunk.nulls { writer.field(3, Int64(nulls)) }
      if let least = chunk.least, let greatest = chunk.greatest {
        writer.field(5, greatest)
        writer.field(6, least)
        writer.field(7, true)
        writer.field(8, true)
      }
    }
  }
}

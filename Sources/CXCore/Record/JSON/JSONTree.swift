/// A JSON text to be written, built from its parts.
package indirect enum JSONTree {
  case text(String)
  case number(Int64)
  case bool(Bool)
  case list([JSONTree])
  /// Members in their order; nil ones are left out.
  case object([(name: String, value: JSONTree?)])

  /// The text as bytes.
  package var bytes: [UInt8] {
    let block = Block(capacity: 1_024)
    append(to: block)
    return Array(block.bytes)
  }

  private func append(to block: Block) {
    switch self {
    case .text(let text): block.append(jsonString: text)
    case .number(let number): block.append(number)
    case .bool(let bool): block.append(bool ? "true" as StaticString : "false")
    case .list(let parts):
      block.append("[")
      for (index, part) in parts.enumerated() {
        if index > 0 { block.append(",") }
        part.append(to: block)
      }
      block.append("]")
    case .object(let members):
      block.append("{")
      var isFirst = true
      for case (let name, let value?) in members {
        if !isFirst { block.append(",") }
        isFirst = false
        block.append(jsonString: name)
        block.append(":")
        value.append(to: block)
      }
      block.append("}")
    }
  }
}

/// Decompression of Snappy, after google/snappy's format_description.txt.
enum Snappy {
  /// What `input` holds, which is `size` bytes.
  static func decompress(
    _ input: UnsafeRawBufferPointer, size: Int
  ) throws(ParquetProblem) -> [UInt8] {
    var place = 0
    let length = try Varint.read(
      input, at: &place, bits: 35, orElse: .damaged("Snappy has no length"))
    guard length == UInt64(size) else { throw .damaged("Snappy holds another length") }
    var problem: ParquetProblem?
    let output = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      do throws(ParquetProblem) {
        try fill(UnsafeMutableRawBufferPointer(memory), from: input, place)
        count = size
      } catch {
        problem = error
        count = 0
      }
    }
    if let problem { throw problem }
    return output
  }

  private static func fill(
    _ output: UnsafeMutableRawBufferPointer, from input: UnsafeRawBufferPointer, _ start: Int
  ) throws(ParquetProblem) {
    var place = start
    var end = 0
    func number(_ bytes: Int) throws(ParquetProblem) -> Int {
      guard input.count - place >= bytes else { throw .damaged("Snappy is cut off") }
      var value = 0
      for index in 0..<bytes { value |= Int(input[place + index]) << (8 * index) }
      place += bytes
      return value
    }
    while place < input.count {
      let tag = Int(try number(1))
      if tag & 3 == 0 {
        var length = tag >> 2
        if length >= 60 { length = try number(length - 59) }
        length += 1
        guard length <= input.count - place, length <= output.count - end else {
          throw .damaged("Snappy is cut off")
        }
        UnsafeMutableRawBufferPointer(rebasing: output[end..<(end + length)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: input[place..<(place + length)]))
        place += length
        end += length
        continue
      }
      let length: Int
      let distance: Int
      switch tag & 3 {
      case 1:
        length = (tag >> 2 & 7) + 4
        distance = (tag >> 5) << 8 | (try number(1))
      case 2:
        length = (tag >> 2) + 1
        distance = try number(2)
      default:
        length = (tag >> 2) + 1
        distance = try number(4)
      }
      guard distance > 0, distance <= end, length <= output.count - end else {
        throw .damaged("Snappy copies what is not there")
      }
      // Byte by byte: a copy may overlap itself and then repeats.
      for index in end..<(end + length) { output[index] = output[index - distance] }
      end += length
    }
    if end != output.count { throw .damaged("Snappy is cut off") }
  }
}

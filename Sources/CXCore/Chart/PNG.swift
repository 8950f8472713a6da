/// Pictures as files: PNG with a palette (ISO/IEC 15948, W3C "Portable Network Graphics").
enum PNG {
  /// The file of a picture.
  static func bytes(of canvas: PixelCanvas) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(canvas.pixels.count + canvas.height)
    for row in 0..<canvas.height {
      // Filter type none: with a palette, no filter helps.
      rows.append(0)
      rows += canvas.pixels[(row * canvas.width)..<((row + 1) * canvas.width)]
    }
    // Eight bits a pixel, indexed colour, no interlacing.
    let header = big(canvas.width) + big(canvas.height) + [8, 3, 0, 0, 0]
    // What repeats is the pixel before and the row above.
    let packed = Deflate.zlib(rows, distances: [1, canvas.width + 1])
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
      + chunk("PLTE", PixelCanvas.Ink.allCases.flatMap(\.color)) + chunk("IDAT", packed)
      + chunk("IEND", [])
  }

  private static func chunk(_ type: StaticString, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.description.utf8) + content
    return big(content.count) + body + big(Int(Checksum.crc32(body)))
  }

  private static func big(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * (3 - $0))) }
  }
}

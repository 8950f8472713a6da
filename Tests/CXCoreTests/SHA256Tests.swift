import CXRecord
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-4's examples (csrc.nist.gov, "SHA256.pdf" and "SHA2_Additional.pdf").
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the standard's examples`(message: String, digest: String) {
    #expect(Hexadecimal.text(SHA256.digest(of: message.utf8)) == digest)
  }

  @Test func `a million times a, in uneven pieces`() {
    var sum = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let piece = [UInt8](repeating: UInt8(ascii: "a"), count: min(left, size))
      piece.withUnsafeBytes { sum.update($0) }
      left -= piece.count
      size = size * 3 % 1_009 + 1
    }
    #expect(
      Hexadecimal.text(sum.digest)
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `how a message is cut does not matter`() {
    let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for cut in 0...300 {
      var sum = SHA256()
      message[..<cut].withUnsafeBytes { sum.update($0) }
      message[cut...].withUnsafeBytes { sum.update($0) }
      #expect(sum.digest == SHA256.digest(of: message))
    }
  }
}

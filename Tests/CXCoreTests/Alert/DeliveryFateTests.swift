import CXCore
import CXRecord
import Testing

/// What becomes of a notification after a try.
@Suite struct DeliveryFateTests {
  static let second: Int64 = 1_000_000

  private func fate(
    _ verdict: DeliveryVerdict, key: String = "k", tries: Int64 = 1, created: Int64 = 0,
    now: Int64 = 0
  ) -> DeliveryFate {
    DeliveryFate(
      of: verdict, key: key, tries: tries, created: created, now: now,
      giveUpAfter: 3_600 * Self.second)
  }

  private func due(_ fate: DeliveryFate) -> Int64? {
    if case .waits(let until, _) = fate { until } else { nil }
  }

  @Test func waitsDoubleToAQuarterOfAnHourAndDifferByKey() throws {
    let verdict = DeliveryVerdict.again(after: nil, reason: "r")
    for tries in Int64(1)...40 {
      let whole = min(Self.second << min(tries - 1, 20), 900 * Self.second)
      let wait = try #require(due(fate(verdict, tries: tries)))
      #expect(wait >= whole / 2 && wait <= whole)
      #expect(fate(verdict, tries: tries) == fate(verdict, tries: tries))
    }
    let waits = Set((0..<20).map { due(fate(verdict, key: "\($0)")) })
    #expect(waits.count > 15)
    #expect(due(fate(verdict, tries: .max)) != nil)
  }

  @Test func aReceiversWishIsObeyedUpToADay() {
    let wish = fate(.again(after: 77 * Self.second, reason: "r"))
    #expect(due(wish) == 77 * Self.second)
    #expect(due(fate(.again(after: .max, reason: "r"))) == 86_400 * Self.second)
  }

  @Test func whatIsTooOldIsDeadAndWhatIsRefusedToo() {
    #expect(fate(.refused(reason: "no")) == .dead(reason: "no"))
    #expect(
      fate(.again(after: nil, reason: "r"), tries: 9, now: 3_600 * Self.second)
        == .dead(reason: "r; given up after 1h and 9 tries"))
    #expect(fate(.delivered, now: .max) == .delivered)
  }

  @Test(arguments: [200, 204, 408, 425, 429, 500, 503, 301, 400, 401, 404, 410, 422])
  func statusesMeanWhatHTTPSays(_ status: Int) {
    let answer = RESTAnswer(status: status, body: Array("why\u{1B}[31m not".utf8)) {
      $0 == "Retry-After" ? "7" : nil
    }
    let said = "place answered \(status): why [31m not"
    switch status {
    case 200, 204: #expect(DeliveryVerdict(answer, from: "place") == .delivered)
    case 408, 425, 429, 500, 503:
      #expect(
        DeliveryVerdict(answer, from: "place") == .again(after: 7 * Self.second, reason: said))
    default: #expect(DeliveryVerdict(answer, from: "place") == .refused(reason: said))
    }
  }

  @Test func theSignatureIsThatOfRFC4231() {
    // RFC 4231, test case 2.
    let code = SHA256.authenticationCode(
      of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(
      Hexadecimal.text(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    // Case 6: a key longer than a block.
    let long = SHA256.authenticationCode(
      of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      key: [UInt8](repeating: 0xAA, count: 131))
    #expect(
      Hexadecimal.text(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test(arguments: [
    "127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.19.0.1",
  ])
  func privateAddressesOfVersionFour(_ text: String) {
    let bytes = text.split(separator: ".").compactMap { UInt8($0) }
    #expect(NetworkAddress(bytes)?.isPublic == false)
    #expect(NetworkAddress(bytes)?.description == text)
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + bytes
    #expect(NetworkAddress(mapped)?.isPublic == false)
  }

  @Test func publicAddressesAreAllowed() {
    for bytes: [UInt8] in [[1, 1, 1, 1], [172, 32, 0, 1], [100, 128, 0, 1], [11, 0, 0, 1]] {
      #expect(NetworkAddress(bytes)?.isPublic == true)
    }
    let address6: [UInt8] = [0x26, 0x06, 0x47, 0] + [UInt8](repeating: 0, count: 11) + [1]
    #expect(NetworkAddress(address6)?.isPublic == true)
    for first: [UInt8] in [
      [0, 0], [0xFE, 0x80], [0xFC, 0], [0xFF, 2], [0x20, 2], [0x3F, 0xFF, 0],
    ] {
      let bytes = first + [UInt8](repeating: 0, count: 15 - first.count) + [1]
      #expect(NetworkAddress(bytes)?.isPublic == false)
    }
  }
}

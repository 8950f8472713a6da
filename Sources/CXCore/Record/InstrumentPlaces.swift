/// Where a stage keeps what it knows of an instrument, by the instrument's number.
///
/// State is kept by name, since a number means something only while its table lives. A name is looked
/// for once in each table; after that its place is an index into an array.
@usableFromInline
package struct InstrumentPlaces: Sendable {
  /// Keeps a table alive, so that no other is ever taken for it.
  ///
  /// Nothing is read through it, which makes it safe to pass on.
  private struct Owner: @unchecked Sendable {
    var table: Instruments?
  }

  private var owner = Owner()
  /// By number; -1 where the place is not known.
  @usableFromInline var places: [Int32] = []

  /// Knows no place.
  package init() {}

  /// From here on numbers are those of `table`.
  package mutating func follow(_ table: Instruments) {
    if owner.table === table { return }
    owner.table = table
    places = []
  }

  /// The place of the instrument with that number; -1 where it has to be found by name.
  @inlinable @inline(__always)
  package func place(of number: Int32) -> Int {
    Int(number) < places.count ? Int(places[Int(number)]) : -1
  }

  /// Notes where a number's instrument is kept.
  package mutating func note(_ place: Int, of number: Int32) {
    if places.count <= Int(number) {
      places.append(contentsOf: repeatElement(-1, count: Int(number) + 1 - places.count))
    }
    places[Int(number)] = Int32(place)
  }
}

import CXRecord

/// Objects by name: what the cold store keeps its files in, a folder or a bucket.
///
/// Names are relative, their parts joined by `/`. A store never shows half an object: one is there
/// with all its bytes, or not at all.
public protocol ObjectStore {
  /// What messages call it: `file:archive/`, `s3://bucket/prefix/`.
  var place: String { get }
  /// What is known of an object without its bytes; nil when there is none.
  func head(_ name: String) throws(Fault) -> ObjectInfo?
  /// An object's bytes, or those of a range of it; nil when there is none.
  func get(_ name: String, range: Range<Int>?) throws(Fault) -> StoredObject?
  /// Writes a whole object; nil when the condition does not hold, and then nothing has changed.
  ///
  /// When it returns, the object survives a power cut. It returns the new tag.
  func put(_ name: String, _ bytes: [UInt8], if condition: PutCondition) throws(Fault) -> String?
  /// Shows the objects whose names begin with `prefix`, in the order of their names' bytes.
  func list(_ prefix: String, _ body: (ObjectInfo) throws(Fault) -> Void) throws(Fault)
  /// Removes an object; one that is not there is no failure.
  func delete(_ name: String) throws(Fault)
}

/// What a store says of an object.
public struct ObjectInfo: Equatable, Sendable {
  /// Its name.
  public var name: String
  /// Its length in bytes.
  public var bytes: Int
  /// Changes whenever its bytes do; nil where a listing does not tell.
  public var tag: String?

  /// An object's facts; see the fields.
  public init(name: String, bytes: Int, tag: String?) {
    self.name = name
    self.bytes = bytes
    self.tag = tag
  }
}

/// An object's bytes and the tag they had.
public struct StoredObject: Equatable, Sendable {
  /// The bytes asked for.
  public var bytes: [UInt8]
  /// The tag of the whole object; empty where only a part was read and the store does not tell.
  public var tag: String

  /// An object that was read.
  public init(bytes: [UInt8], tag: String) {
    self.bytes = bytes
    self.tag = tag
  }
}

/// When a put may replace what is there.
public enum PutCondition: Equatable, Sendable {
  /// Only where no object has that name.
  case absent
  /// Only over the object with this tag.
  case matches(String)
}

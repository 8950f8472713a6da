import CXCore
import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Recordings as a source of records: plain files, gzip, Zstandard, ZIP archives of CSV files, and
/// standard input.
///
/// See ``Recording`` for what may be in them.
public struct ReplaySource: TimedSource {
  /// Longer lines are refused: memory stays bounded whatever comes.
  public static let maximumLine = Recording.maximumBody
  private static let batchSize = 64 << 10
  private static let readSize = 128 << 10

  private enum Input {
    case bytes(ByteInput)
    case members(ZipMember, rest: ArraySlice<ZipArchive.Entry>, of: ZipArchive)
  }

  private let options: PayloadOptions
  private let exchange: Exchange?
  private let paced: Bool
  private var paths: ArraySlice<String>
  // An open file to be read before the named ones; it stays the caller's.
  private var given: Descriptor?
  private var isGiven = false
  private var descriptor: Descriptor?
  private var input: Input?
  private var recording: Recording?
  private var buffer = Block(capacity: 2 * readSize)
  // Bytes of the buffer already handled, and already searched for a line feed.
  private var handled = 0
  private var searched = 0
  private var isSkipping = false
  private var batch = Batch(block: Block(capacity: batchSize + 4096))
  private var pending: Fault?
  private var finishedSkips = PayloadSkips()

  /// Recordings in order; `-` and none at all are standard input.
  ///
  /// Where records are to be `paced`, each line is a batch of its own. Where no `exchange` is named,
  /// payloads tell whose they are.
  public init(
    _ paths: [String], options: PayloadOptions = .init(), exchange: Exchange? = nil,
    paced: Bool = false
  ) {
    self.exchange = exchange
    self.paths = (paths.isEmpty ? ["-"] : paths)[...]
    self.options = options
    self.paced = paced
  }

  /// A recording in a file that is open already and stays the caller's; its records' instruments
  /// are numbered by the caller's table.
  public init(
    _ file: Descriptor, options: PayloadOptions, instruments: Instruments
  ) {
    self.init([], options: options)
    paths = []
    given = file
    batch.instruments = instruments
  }

  /// When the last line handed out came; see ``Recording/time``.
  public private(set) var time: Int64?

  /// What was skipped on purpose so far.
  public var skips: PayloadSkips {
    var sum = finishedSkips
    if let recording { sum.add(recording.skips) }
    return sum
  }

  /// What is to be said of recordings in which nothing was understood.
  public private(set) var complaints: [String] = []

  /// Whether the next record has to be waited for.
  public var wouldBlock: Bool {
    guard searched == buffer.count, case .bytes(let input) = input else { return false }
    return input.wouldBlock
  }

  /// The next records, up to about 64 KiB of lines; nil at the end or when a signal asks to stop.
  ///
  /// What was read before an input broke off is handed out first, and the fault comes after it.
  public mutating func next() throws(Fault) -> Batch? {
    if let fault = pending { throw fault }
    batch.removeAll()
    do throws(Fault) {
      return try nextBatch()
    } catch {
      if batch.records.isEmpty && batch.rejects.isEmpty { throw error }
      pending = error
      return batch
    }
  }

  private mutating func nextBatch() throws(Fault) -> Batch? {
    while Signals.pending == nil {
      if recording == nil {
        guard try openNext() else { return nil }
      }
      while let line = nextLine() {
        read(line)
        let isFull = paced ? !batch.records.isEmpty : batch.block.count >= Self.batchSize
        if isFull || batch.rejects.count >= 1000 { return batch }
      }
      let hasSome = !batch.records.isEmpty || !batch.rejects.isEmpty
      if hasSome && wouldBlock { return batch }
      if try !refill() {
        if Signals.pending != nil { break }
        try endRecording()
        if !batch.records.isEmpty || !batch.rejects.isEmpty { return batch }
      }
    }
    return batch.records.isEmpty && batch.rejects.isEmpty ? nil : batch
  }

  // MARK: - Lines

  private mutating func read(_ line: UnsafeRawBufferPointer) {
    recording?.read(line, into: &batch)
    time = recording?.time ?? time
  }

  private mutating func nextLine() -> UnsafeRawBufferPointer? {
    let start = buffer.base + searched
    guard let found = memchr(start, Int32(UInt8(ascii: "\n")), buffer.count - searched) else {
      searched = buffer.count
      return nil
    }
    let end = UnsafeRawPointer(found) - UnsafeRawPointer(start)
    let line = UnsafeRawBufferPointer(rebasing: buffer.bytes[handled..<(searched + end)])
    searched += end + 1
    handled = searched
    if isSkipping {
      isSkipping = false
      return nextLine()
    }
    return line
  }

  private mutating func refill() throws(Fault) -> Bool {
    buffer.removeFirst(handled)
    searched -= handled
    handled = 0
    if buffer.count > Self.maximumLine {
      if !isSkipping {
        let head = Array(buffer.bytes.prefix(4096))
        let reason = "is longer than \(Self.maximumLine >> 20) MiB"
        recording?.refuse(head, reason, into: &batch)
      }
      isSkipping = true
      buffer.removeAll()
      searched = 0
    }
    buffer.reserve(Self.readSize)
    let room = buffer.base + buffer.count
    let count = buffer.capacity - buffer.count
    let received: Int
    switch input {
    case .bytes(let input): received = try input.read(into: room, count)
    case .members(let member, _, _): received = try member.read(into: room, count)
    case nil: received = 0
    }
    buffer.count += received
    return received > 0
  }

  // MARK: - Files

  private mutating func openNext() throws(Fault) -> Bool {
    if case .members(_, let rest, let archive) = input, let entry = rest.first {
      let member = try ZipMember(entry, of: archive)
      input = .members(member, rest: rest.dropFirst(), of: archive)
      recording = Recording(name: entry.name, options: options, exchange: exchange)
      return true
    }
    if !isGiven { descriptor?.close() }
    descriptor = nil
    if let file = given {
      given = nil
      isGiven = true
      return try open(file)
    }
    guard let path = paths.popFirst() else { return false }
    isGiven = false
    if path == "-" {
      guard Descriptor.input.isOpen else { throw Fault(.noInput, "stdin: is closed") }
      input = .bytes(ByteInput(.input))
      recording = Recording(name: "stdin", options: options, exchange: exchange)
      return true
    }
    return try open(try Descriptor.open(reading: path))
  }

  private mutating func open(_ file: Descriptor) throws(Fault) -> Bool {
    descriptor = file
    if let size = file.fileSize, size >= 4, ZipArchive.begins(try ZipArchive.read(file, 0, 4)) {
      let archive = try ZipArchive(file)
      guard let entry = archive.entries.first else { return try openNext() }
      input = .members(
        try ZipMember(entry, of: archive), rest: archive.entries.dropFirst(), of: archive)
      recording = Recording(name: entry.name, options: options, exchange: exchange)
      return true
    }
    _ = file.seek(to: 0)
    input = .bytes(ByteInput(file))
    recording = Recording(name: file.name, options: options, exchange: exchange)
    return true
  }

  private mutating func endRecording() throws(Fault) {
    if handled < buffer.count && !isSkipping {
      read(UnsafeRawBufferPointer(rebasing: buffer.bytes[handled...]))
    }
    isSkipping = false
    buffer.removeAll()
    handled = 0
    searched = 0
    recording?.finish(into: &batch)
    time = recording?.time ?? time
    if let recording {
      finishedSkips.add(recording.skips)
      if let complaint = recording.complaint { complaints.append(complaint) }
    }
    recording = nil
  }
}

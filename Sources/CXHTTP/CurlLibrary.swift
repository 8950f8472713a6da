import CCurl
import CXRecord

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The addresses of libcurl's functions, found at first use: linking libcurl would cost every
/// filter the start-up of some thirty libraries, though only fetch and delivery need it.
struct CurlLibrary: @unchecked Sendable {
  // Unchecked: the addresses never change once found.
  let easyInit: UnsafeMutableRawPointer
  let reset: UnsafeMutableRawPointer
  let cleanup: UnsafeMutableRawPointer
  let perform: UnsafeMutableRawPointer
  let setOption: UnsafeMutableRawPointer
  let getInfo: UnsafeMutableRawPointer
  let receive: UnsafeMutableRawPointer
  let send: UnsafeMutableRawPointer
  let errorText: UnsafeMutableRawPointer
  let listAppend: UnsafeMutableRawPointer
  let listFree: UnsafeMutableRawPointer

  /// The names that systems give libcurl 7 and 8, whose ABI is one.
  static let names = [
    "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib",
  ]

  static let missing = Fault(
    .unavailable,
    "libcurl is not installed; on Debian and Ubuntu: apt-get install libcurl4, on Fedora: "
      + "dnf install libcurl, on Alpine: apk add libcurl")

  private static let shared = CurlLibrary(names: names)

  /// The library, opened by the first who asks.
  static func open() throws(Fault) -> CurlLibrary {
    guard let shared else { throw missing }
    return shared
  }

  /// Opens the first library of these names that is there; nil if none is, or lacks a function.
  init?(names: [String]) {
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first,
      let globalInit = dlsym(library, "curl_global_init"),
      let easyInit = dlsym(library, "curl_easy_init"),
      let reset = dlsym(library, "curl_easy_reset"),
      let cleanup = dlsym(library, "curl_easy_cleanup"),
      let perform = dlsym(library, "curl_easy_perform"),
      let setOption = dlsym(library, "curl_easy_setopt"),
      let getInfo = dlsym(library, "curl_easy_getinfo"),
      let receive = dlsym(library, "curl_easy_recv"),
      let send = dlsym(library, "curl_easy_send"),
      let errorText = dlsym(library, "curl_easy_strerror"),
      let listAppend = dlsym(library, "curl_slist_append"),
      let listFree = dlsym(library, "curl_slist_free_all"),
      cx_curl_global_init(globalInit, CLong(CX_CURL_GLOBAL_DEFAULT)) == 0
    else { return nil }
    self.easyInit = easyInit
    self.reset = reset
    self.cleanup = cleanup
    self.perform = perform
    self.setOption = setOption
    self.getInfo = getInfo
    self.receive = receive
    self.send = send
    self.errorText = errorText
    self.listAppend = listAppend
    self.listFree = listFree
  }
}

import CCurl

/// Somebody who has a handle of libcurl, to set its options.
protocol CurlUser: AnyObject {
  var library: CurlLibrary { get }
  var handle: UnsafeMutableRawPointer { get }
}

// Each option has one type of value, so the overloads name it; the calls cannot fail but for
// options that an old libcurl lacks, which are refinements only.
extension CurlUser {
  func set(_ option: Int, _ value: Int) {
    cx_curl_set_long(library.setOption, handle, CInt(option), value)
  }

  func set(_ option: Int, _ value: String) {
    cx_curl_set_text(library.setOption, handle, CInt(option), value)
  }

  func set(_ option: Int, _ value: UnsafeMutableRawPointer) {
    cx_curl_set_pointer(library.setOption, handle, CInt(option), value)
  }
}

import CCurl
import CXCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Who may be connected to, decided when libcurl has resolved the name and opens the socket: what is
/// checked is what is connected to.
extension HTTPClient {
  func guardAddresses(_ context: UnsafeMutableRawPointer) {
    set(CX_CURLOPT_NOPROXY, "*")
    set(CX_CURLOPT_OPENSOCKETDATA, context)
    cx_curl_set_open(library.setOption, handle, CInt(CX_CURLOPT_OPENSOCKETFUNCTION)) {
      context, _, address in
      guard let address, let transfer = Transfer.of(context) else { return -1 }
      // Where sockaddr_in and sockaddr_in6 have the address, on Linux and BSD alike.
      let bytes = withUnsafeBytes(of: address.pointee.address) { all -> [UInt8] in
        switch address.pointee.family {
        case AF_INET: Array(all[4..<8])
        case AF_INET6: Array(all[8..<24])
        default: []
        }
      }
      guard let known = NetworkAddress(bytes), known.isPublic else {
        transfer.refusedAddress = NetworkAddress(bytes)
        return -1
      }
      let number = socket(
        address.pointee.family, address.pointee.type, address.pointee.protocol)
      if number >= 0 { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
      return number
    }
  }
}

/* zlib: gzip input and deflated ZIP members. inflateInit2 is a macro, which Swift cannot call. */
#include <zlib.h>

static inline int cx_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

/* Zstandard: compressed input. Everything used is a plain function. */
#include <zstd.h>

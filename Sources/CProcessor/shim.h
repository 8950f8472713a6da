/* Hints to the processor that Swift has no words for. No library stands behind them. */

/* Asks for the memory of a line to come, so that it is there when it is read. The address may be
   any: a hint never faults. */
static inline void cx_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
  __builtin_prefetch((const char *)address + 64, 0, 3);
}

/* Included before each C++ file of llama.cpp on processors with AMX. GCC's _tile_loadconfig says that it reads the first
   eight bytes of the 64 that the instruction reads, so the compiler drops what is written to the rest as never read, and
   the first prompt ends in a segmentation fault (ggml-org/llama.cpp issue 20824, pull request 26954). */
#if defined(__AMX_TILE__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>
#define _tile_loadconfig(config) __asm__ volatile("ldtilecfg %0" : : "m"(*(const char(*)[64])(config)))
#endif

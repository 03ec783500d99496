// What a WebAssembly module without a C library lacks: an allocator that gives memory back and reuses it, the memory
// functions the compiler calls, and seeds for hashing. Compiled by Scripts/engine only; the native build has glibc.
//
// Allocator: every block belongs to a size class (four classes between two powers of two, so at most a fifth is
// wasted) and has a header with its class. A freed block goes to its class's list and is the next to be given out.
// Fresh blocks are cut from the end of the memory, which grows in steps.

#include <stddef.h>
#include <stdint.h>

#define HEADER 16
#define PAGE 65536
#define CLASSES 112

typedef struct Block {
    struct Block *next;
} Block;

static Block *freeBlocks[CLASSES];
extern uint8_t __heap_base;
static uintptr_t freshStart;
static uintptr_t freshEnd;

// The class whose blocks hold `size` bytes, and what they hold: 16, 32, 48, 64, then 80, 96, 112, 128, 160, …
static unsigned classFor(size_t size, size_t *blockSize) {
    if (size <= 64) {
        unsigned number = size <= 16 ? 0 : (unsigned)((size - 1) / 16);
        *blockSize = (size_t)(number + 1) * 16;
        return number;
    }
    unsigned exponent = 31 - (unsigned)__builtin_clzl((unsigned long)(size - 1));
    size_t step = (size_t)1 << (exponent - 2);
    unsigned quarter = (unsigned)((size - 1 - ((size_t)1 << exponent)) / step);
    *blockSize = ((size_t)1 << exponent) + (quarter + 1) * step;
    return 4 + (exponent - 6) * 4 + quarter;
}

void *malloc(size_t size) {
    if (size > 0x7fffffff - HEADER) return NULL;
    size_t blockSize;
    unsigned number = classFor(size, &blockSize);
    Block *block = freeBlocks[number];
    if (block) {
        freeBlocks[number] = block->next;
        return block;
    }
    if (!freshStart) {
        freshStart = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
        freshEnd = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
    }
    size_t needed = HEADER + blockSize;
    if (freshEnd - freshStart < needed) {
        size_t pages = (needed - (freshEnd - freshStart) + PAGE - 1) / PAGE;
        // By a quarter: to the browser each step is a large object less, for which it looks through all of its own.
        size_t quarter = __builtin_wasm_memory_size(0) / 4;
        if (pages < quarter) pages = quarter;
        if (pages < 16) pages = 16;
        if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
        freshEnd += pages * PAGE;
    }
    uint8_t *start = (uint8_t *)freshStart;
    *(uint32_t *)start = number;
    freshStart += needed;
    return start + HEADER;
}

void free(void *pointer) {
    if (!pointer) return;
    unsigned number = *(uint32_t *)((uint8_t *)pointer - HEADER);
    Block *block = pointer;
    block->next = freeBlocks[number];
    freeBlocks[number] = block;
}

// Blocks are aligned to 16, which is all that Swift asks for here.
int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment > 16) return 22;
    *result = malloc(size);
    return *result ? 0 : 12;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    return __builtin_memcpy(to, from, count);
}

void *memmove(void *to, const void *from, size_t count) {
    return __builtin_memmove(to, from, count);
}

void *memset(void *to, int value, size_t count) {
    return __builtin_memset(to, value, count);
}

int memcmp(const void *left, const void *right, size_t count) {
    const uint8_t *a = left, *b = right;
    for (size_t index = 0; index < count; index++) {
        if (a[index] != b[index]) return a[index] < b[index] ? -1 : 1;
    }
    return 0;
}

// Seeds of Swift's hash tables. A page's tables hold only what the person's own server sent, so nobody gains by
// guessing them, and equal runs make equal traces.
void arc4random_buf(void *to, size_t count) {
    static uint32_t state = 0x9e3779b9;
    uint8_t *bytes = to;
    for (size_t index = 0; index < count; index++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        bytes[index] = (uint8_t)state;
    }
}
